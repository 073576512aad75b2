import type { Qualifier, Unit } from '$lib/graph/types';
import { account } from './account.ru';
import { chart, compare } from './compare.ru';
import { how } from './how.ru';
import { invented } from './invented.ru';
import type { Around, Messages } from './kk';
import { map } from './map.ru';
import { pages } from './pages.ru';
import { projects } from './projects.ru';
import { table } from './table.ru';

const rules = new Intl.PluralRules('ru');

// One (1 проект), few (3 проекта; also the genitive singular), many (5 проектов).
type Forms = readonly [one: string, few: string, many: string];

function form(n: number, [one, few, many]: Forms): string {
  const category = rules.select(n);
  return category === 'one' ? one : category === 'many' ? many : few;
}

function genitive(n: number, [, few, many]: Forms): string {
  return ['one', 'other'].includes(rules.select(n)) ? few : many;
}

const units: Record<Unit, Forms> = {
  PEOPLE: ['человек', 'человека', 'человек'],
  APPLICATIONS: ['заявка', 'заявки', 'заявок'],
  PROJECTS: ['проект', 'проекта', 'проектов'],
  ORGANIZATIONS: ['организация', 'организации', 'организаций'],
  PERCENT: ['%', '%', '%'],
  MONTHS: ['месяц', 'месяца', 'месяцев'],
  KZT: ['тенге', 'тенге', 'тенге'],
  USD: ['доллар США', 'доллара США', 'долларов США'],
};

function around(qualifier: Qualifier, value: number, unit: Unit): Around {
  const plain = ` ${form(value, units[unit])}`;
  const of = ` ${genitive(value, units[unit])}`;
  const ways: Record<Qualifier, Around> = {
    EXACTLY: ['', plain],
    ABOUT: ['около ', of],
    ALMOST: ['почти ', plain],
    OVER: ['более ', of],
    AT_LEAST: ['не менее ', of],
    UP_TO: ['до ', of],
  };
  return ways[qualifier];
}

const months = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
];
const on = (day: number, month: number, year: number) => `${day} ${months[month]} ${year} года`;

export const ru: Messages = {
  account,
  chart,
  compare,
  how,
  numbers: 'ru',
  around,
  on,
  from: (day, month, year) => `с ${on(day, month, year)}`,
  until: (day, month, year) => `до ${on(day, month, year)}`,

  site: 'Zhas',
  siteTitle: 'Zhas · Молодёжный корпус Казахстана',
  skip: 'Перейти к содержанию',
  menu: 'Разделы',
  home: 'Главная',
  seasons: 'Сезоны',
  regions: 'Регионы',
  sources: 'Источники',
  language: 'Язык',
  loading: 'Загрузка…',
  history: 'История этой записи',
  footer:
    'У каждого числа здесь есть опубликованный источник. Если источники расходятся, показаны оба.',
  graph: 'Граф данных',
  invented,
  pages,
  projects,
  table,

  settings: {
    open: 'Вид',
    theme: 'Цвета',
    auto: 'Как на устройстве',
    light: 'Светлые',
    dark: 'Тёмные',
    contrast: 'Контраст',
    usual: 'Обычный',
    high: 'Высокий',
    text: 'Текст',
    large: 'Крупный',
  },

  hero: {
    title: 'Молодёжный корпус Казахстана',
    lead: 'Молодые люди собирались в команды и придумывали социальные проекты, нужные там, где они живут. Программа давала им грант, стипендии, обучение и ментора.',
    rays: (regions) => {
      const n = `${regions} ${form(regions, ['регион', 'региона', 'регионов'])}`;
      return `${n} — ${regions} ${form(regions, ['луч', 'луча', 'лучей'])}`;
    },
    raysNote: 'Каждый луч шанырака — регион, участвовавший в программе.',
    count: (n) => `${n} ${form(n, ['регион', 'региона', 'регионов'])}`,
  },
  about: {
    title: 'Что это за программа',
    goal: 'Цель программы — через обучение общественно полезным делом помочь молодёжи, прежде всего уязвимой, участвовать в жизни общества и развить жизненные навыки.',
    who: 'С 2017 года программу вело Министерство образования и науки при поддержке Всемирного банка.',
    money: 'Деньги дала Швейцария: это не кредит, а безвозвратный грант.',
    how: 'Как она проходила',
    howNote: 'По правилам сезона 2019 года.',
    steps: [
      {
        title: 'Команда',
        text: 'Трое–пятеро молодых людей 14–29 лет собираются в команду; школьники участвовать не могут.',
        sources: ['S6', 'S9a'],
      },
      {
        title: 'Заявка',
        text: 'Команда придумывает социальный проект и подаёт заявку онлайн: сама или с принимающей организацией.',
        sources: ['S9a'],
      },
      {
        title: 'Отбор',
        text: 'Заявка проходит техническую проверку, оценку комиссии и, наконец, компьютерную жеребьёвку.',
        sources: ['S9'],
      },
      {
        title: 'Шесть месяцев работы',
        text: 'Команда получает грант до 1 000 000 тенге, каждый участник — стипендию 40 000 или 60 000 тенге в месяц; встречается с ментором и проходит обучение.',
        sources: ['S10', 'S11'],
      },
    ],
  },
  totals: {
    title: 'Итоговые числа',
    lead: 'Опубликованные числа за несколько лет. Если источники расходятся, их числа стоят рядом.',
    plans: 'Планы и деньги',
    plansLead: 'Что планировали до начала программы и в её ходе.',
    after: 'После программы',
    afterLead: 'Числа проекта, который идёт с 2022 года. К этой программе они не относятся.',
  },
  figure: {
    sources: (n) => (n === 1 ? 'Источник' : 'Источники'),
    differ: 'Источники расходятся',
    derivation: 'Как посчитано',
    none: 'Опубликованных чисел не найдено.',
    country: 'Все регионы вместе',
    noneForRegion: 'Опубликованных чисел по региону в этом сезоне не найдено.',
  },
  season: {
    took: 'Регионы-участники',
    figures: 'Опубликованные числа',
    rules: 'Правила',
    rulesLead:
      'Правило, которого нет в источниках, показано неизвестным: здесь ничего не домыслено.',
    state: 'Состояние',
    starts: 'Начало',
    ends: 'Конец',
    office: 'Офис координационного агентства',
    unknown: 'неизвестно: нет ни в одном источнике',
    noRules: 'Правила этого сезона не записаны.',
  },
  rule: {
    years: (range) => `${range} лет`,
    people: (range) => `${range} человек`,
    perMonth: (amount) => `${amount} в месяц`,
    days: (days) => `Если сайт не работает дольше ${days} дней, заявку подают по электронной почте`,
    points: (max, weight) => `не более ${max} баллов, вес ${weight} %`,
    illustrative: 'Условное значение: источника нет',
  },
  region: {
    title: 'Регионы',
    lead: 'Двадцать нынешних регионов Казахстана. Числа программы относятся к границам тех лет.',
    centre: 'Центр',
    seasons: 'Сезоны',
    notTook: 'Нет источника об участии',
    codes: 'Коды',
    isoBefore: 'до 2022 года',
    time: 'Время',
    history: 'Название и центр в разные годы',
    current: 'сейчас',
    beginning: 'с прежних времён',
    nameToday: (name) => `сейчас ${name}`,
    predecessor: 'Выделен из региона',
    successors: 'Из него выделены',
    figures: 'Опубликованные числа',
    predecessorFigures: (name) =>
      `В годы программы эта территория входила в регион «${name}»: числа — на его странице.`,
    projects: 'Опубликованные проекты',
    noProjects: 'Отдельные проекты здесь пока не опубликованы.',
  },
  source: {
    title: 'Источники',
    lead: 'Публикации, из которых взяты числа и правила.',
    publisher: 'Опубликовал',
    published: 'Дата',
    address: 'Адрес',
    unknown: 'неизвестно',
    figures: (n, count) => `Взято ${count}\u00a0${form(n, ['число', 'числа', 'чисел'])}`,
    noFigures: 'Чисел не взято',
  },
  kept: (at: string) => `Нет связи с сервером. Вы читаете то, что это устройство сохранило ${at}.`,
  error: {
    notFound: 'Такой страницы нет',
    notFoundText: 'Возможно, в адресе опечатка или страница переехала.',
    notAllowed: 'У вас нет полномочий на эту страницу',
    notAllowedText:
      'С вашей ролью эта страница недоступна. Возможно, роль изменилась: с вопросами обратитесь к координатору.',
    failed: 'Не удалось получить данные',
    failedText: 'Сервер не ответил или вернул ошибку. Попробуйте ещё раз чуть позже.',
    unreachable:
      'Нет связи с сервером. Страницы, которые вы уже открывали на этом устройстве, можно читать и без связи.',
    retry: 'Повторить',
    home: 'На главную',
  },

  map,
  measures: {
    YOUTH: 'Участники',
    YOUTH_COMPLETED: 'Завершили проект',
    APPLICATIONS: 'Заявки',
    PROJECTS: 'Социальные проекты',
    GRANTS: 'Сумма грантов',
    GRANT_MEAN: 'Средний грант',
    TEAM_SIZE_MEAN: 'Средняя численность команды',
    MENTORS: 'Менторы',
    HOST_ORGANIZATIONS: 'Принимающие организации',
    VULNERABLE_SHARE: 'Доля уязвимых участников',
    RURAL_SHARE: 'Доля сельских проектов',
    EDUCATION_SHARE: 'Доля проектов в образовании',
    CULTURE_SHARE: 'Доля проектов в культуре',
    PROJECT_DURATION: 'Срок проекта',
    BUDGET: 'Бюджет',
  },
  bases: { REPORTED: 'опубликовано', PLANNED: 'план', DERIVED: 'посчитано здесь' },
  states: {
    PLANNED: 'Объявлен',
    OPEN: 'Приём заявок',
    RUNNING: 'Проекты идут',
    COMPLETED: 'Завершён',
  },
  kinds: { OBLAST: 'Область', CITY: 'Город республиканского значения или столица' },
  rules: {
    AGE: 'Возраст',
    EXCLUSIONS: 'Кто не может участвовать',
    TEAM_SIZE: 'Размер команды',
    GRANT_CEILING: 'Предел гранта',
    STIPENDS: 'Стипендия',
    TRANCHE_SHARES: 'Части гранта',
    MONTHS: 'Срок проекта',
    DIRECTIONS: 'Направления',
    VULNERABILITY_CATEGORIES: 'Кому преимущество',
    SELECTION_STAGES: 'Этапы отбора',
    HOST_CRITERIA: 'Требования к принимающей организации',
    MENTOR_CRITERIA: 'Требования к ментору',
    PROJECT_CRITERIA: 'Требования к проекту',
    RUBRIC: 'Шкала оценки',
    DEADLINES: 'Сроки',
    OUTAGE_DAYS: 'Если сайт не работает',
    RETENTION: 'Срок хранения данных',
  },
  exclusions: { SCHOOL_PUPILS: 'Школьники' },
  education: {
    HIGHER: 'С высшим образованием',
    OTHER: 'Все остальные: выпускники школ и колледжей, студенты',
  },
  directions: {
    EDUCATION: 'Образование',
    HEALTHY_LIFESTYLE_AND_SPORT: 'Здоровый образ жизни и спорт',
    CULTURE_AND_LEISURE: 'Культура и досуг',
    PATRIOTISM_AND_CIVIC_ENGAGEMENT: 'Патриотизм и гражданская активность',
    FAMILY_VALUES_AND_TRADITIONS: 'Семейные ценности и традиции',
    VOLUNTEER_INITIATIVES: 'Волонтёрские инициативы',
    ECOLOGY_AND_URBAN_IMPROVEMENT: 'Экология и благоустройство',
    SCIENCE_AND_TECHNOLOGY: 'Наука и технологии',
    OTHER: 'Любая другая тема: список не ограничивает',
  },
  categories: {
    NEET: 'Не учатся и не работают (NEET)',
    WORKING_POOR: 'Работают, но мало зарабатывают',
    LOW_INCOME: 'Из малообеспеченных семей',
    UNEMPLOYED: 'Безработные',
    LIMITED_MOBILITY: 'Маломобильные',
    ORPHAN: 'Сироты',
    KANDAS: 'Кандасы',
  },
  stages: {
    TECHNICAL_CHECK: 'Техническая проверка; заявку можно исправить',
    EVALUATION: 'Оценка комиссии',
    RANDOMISATION: 'Компьютерная жеребьёвка среди прошедших',
  },
  retention: {
    NEVER_IN_TEAM:
      'Профиль того, кто не вошёл в команду, со дня регистрации или последнего действия',
    PARTICIPANT: 'Профиль участника, с конца последнего сезона или последнего действия',
    CONSENTS: 'Согласия, с того дня, как профиля не стало',
    ACCESSES: 'Записи о том, кто смотрел данные, с того дня, как профиля не стало',
  },
  deadlines: {
    HOST_BIDS: 'Конкурс принимающих организаций',
    YOUTH_APPLICATIONS: 'Заявки молодёжи',
    MENTOR_APPLICATIONS: 'Заявки менторов',
    MENTOR_RESULTS: 'Объявление отобранных менторов',
  },
};
