import type {
  Basis,
  DeadlineKind,
  Direction,
  Education,
  Exclusion,
  Measure,
  Qualifier,
  RegionKind,
  RetentionKind,
  Rule,
  SeasonState,
  SelectionStage,
  Unit,
  VulnerabilityCategory,
} from '$lib/graph/types';
import { account } from './account.kk';
import { chart, compare } from './compare.kk';
import { how } from './how.kk';
import { invented } from './invented.kk';
import { ablative, dative } from './kk-suffixes';
import { map } from './map.kk';
import { pages } from './pages.kk';
import { projects } from './projects.kk';
import { table } from './table.kk';

/** What stands before and after a number. */
export type Around = [before: string, after: string];

// Units that take the case suffix themselves; beside all others the number does.
const measures: Partial<Record<Unit, { plain: string; ablative: string; dative: string }>> = {
  PERCENT: { plain: '%', ablative: '%-дан', dative: '%-ға' },
  MONTHS: { plain: ' ай', ablative: ' айдан', dative: ' айға' },
  KZT: { plain: ' теңге', ablative: ' теңгеден', dative: ' теңгеге' },
  USD: { plain: ' АҚШ доллары', ablative: ' АҚШ долларынан', dative: ' АҚШ долларына' },
};
const counted: Partial<Record<Unit, string>> = {
  PEOPLE: 'адам',
  APPLICATIONS: 'өтінім',
  PROJECTS: 'жоба',
  ORGANIZATIONS: 'ұйым',
};

function around(qualifier: Qualifier, value: number, unit: Unit): Around {
  const measure = measures[unit];
  const noun = measure ? '' : ` ${counted[unit]}`;
  const plain = measure?.plain ?? noun;
  const from = measure?.ablative ?? `-${ablative(value)}`;
  const to = measure?.dative ?? `-${dative(value)}`;
  const ways: Record<Qualifier, Around> = {
    EXACTLY: ['', plain],
    ABOUT: ['шамамен ', plain],
    ALMOST: ['', `${to} жуық${noun}`],
    OVER: ['', `${from} астам${noun}`],
    AT_LEAST: ['кемінде ', plain],
    UP_TO: ['', `${to} дейін${noun}`],
  };
  return ways[qualifier];
}

// Each month with its suffixes of "from" and "until".
const months = [
  ['қаңтар', 'дан', 'ға'],
  ['ақпан', 'нан', 'ға'],
  ['наурыз', 'дан', 'ға'],
  ['сәуір', 'ден', 'ге'],
  ['мамыр', 'дан', 'ға'],
  ['маусым', 'нан', 'ға'],
  ['шілде', 'ден', 'ге'],
  ['тамыз', 'дан', 'ға'],
  ['қыркүйек', 'тен', 'ке'],
  ['қазан', 'нан', 'ға'],
  ['қараша', 'дан', 'ға'],
  ['желтоқсан', 'нан', 'ға'],
] as const;

export const kk = {
  account,
  chart,
  compare,
  how,
  // Chromium has no Kazakh data: numbers are written as in Russian.
  numbers: 'ru',
  around,
  // Days; months count from 0.
  on: (day: number, month: number, year: number) => `${year} жылғы ${day} ${months[month]![0]}`,
  from: (day: number, month: number, year: number) =>
    `${year} жылғы ${day} ${months[month]![0]}${months[month]![1]} бастап`,
  until: (day: number, month: number, year: number) =>
    `${year} жылғы ${day} ${months[month]![0]}${months[month]![2]} дейін`,

  site: 'Zhas',
  siteTitle: 'Zhas · Қазақстанның жастар корпусы',
  skip: 'Негізгі мазмұнға өту',
  menu: 'Бөлімдер',
  home: 'Басты бет',
  seasons: 'Маусымдар',
  regions: 'Өңірлер',
  sources: 'Дереккөздер',
  language: 'Тіл',
  loading: 'Жүктелуде…',
  history: 'Осы жазбаның тарихы',
  footer:
    'Бұл жердегі әр санның жарияланған дереккөзі бар. Дереккөздер қайшы келсе, екеуі де көрсетіледі.',
  graph: 'Деректер графы',
  invented,
  pages,
  projects,
  table,

  settings: {
    open: 'Көрініс',
    theme: 'Түсі',
    auto: 'Құрылғыдағыдай',
    light: 'Ашық',
    dark: 'Қараңғы',
    contrast: 'Контраст',
    usual: 'Қалыпты',
    high: 'Жоғары',
    text: 'Мәтін',
    large: 'Ірі',
  },

  hero: {
    title: 'Қазақстанның жастар корпусы',
    lead: 'Жастар топ болып бірігіп, өздері тұратын жерге пайдалы әлеуметтік жоба ойлап тапты. Бағдарлама оларға грант, шәкіртақы, оқу және тәлімгер берді.',
    rays: (regions: number) => `${regions} өңір — ${regions} уық`,
    raysNote: 'Шаңырақтың әр уығы — бағдарламаға қатысқан бір өңір.',
    count: (n: number) => `${n} өңір`,
  },
  about: {
    title: 'Бұл қандай бағдарлама',
    goal: 'Бағдарламаның мақсаты — қоғамға пайдалы қызмет арқылы жастардың, әсіресе әлеуметтік осал жастардың қоғам өміріне араласуына және өмірлік дағдыларын дамытуына көмектесу.',
    who: 'Бағдарламаны 2017 жылдан бастап Білім және ғылым министрлігі Дүниежүзілік банктің қолдауымен жүргізді.',
    money: 'Қаржыны Швейцария берді: бұл — несие емес, қайтарылмайтын грант.',
    how: 'Ол қалай өтті',
    howNote: '2019 жылғы маусымның ережелері бойынша.',
    steps: [
      {
        title: 'Топ',
        text: '14–29 жастағы үш-бес адам топ құрады; мектеп оқушылары қатыса алмайды.',
        sources: ['S6', 'S9a'],
      },
      {
        title: 'Өтінім',
        text: 'Топ әлеуметтік жоба ойлап тауып, өзі немесе қабылдаушы ұйыммен бірге онлайн өтінім береді.',
        sources: ['S9a'],
      },
      {
        title: 'Іріктеу',
        text: 'Өтінім техникалық тексеруден, комиссияның бағалауынан, соңында компьютерлік жеребеден өтеді.',
        sources: ['S9'],
      },
      {
        title: 'Алты ай жұмыс',
        text: 'Топ 1 000 000 теңгеге дейін грант, әр мүшесі ай сайын 40 000 немесе 60 000 теңге шәкіртақы алады; тәлімгермен кездесіп, оқудан өтеді.',
        sources: ['S10', 'S11'],
      },
    ],
  },
  totals: {
    title: 'Жиынтық сандар',
    lead: 'Бірнеше жылды қамтитын, жарияланған сандар. Дереккөздер келіспесе, сандары қатар тұрады.',
    plans: 'Жоспар және қаржы',
    plansLead: 'Бағдарлама басталғанға дейін және оның барысында не жоспарланды.',
    after: 'Бағдарламадан кейін',
    afterLead:
      '2022 жылдан бері жүріп жатқан кейінгі жобаның сандары. Олар осы бағдарламаға кірмейді.',
  },
  figure: {
    sources: (n: number): string => (n === 1 ? 'Дереккөзі' : 'Дереккөздері'),
    differ: 'Дереккөздер әртүрлі айтады',
    derivation: 'Есептеу жолы',
    none: 'Жарияланған сан табылмады.',
    country: 'Барлық өңір бірге',
    noneForRegion: 'Бұл маусымда өңір бойынша жарияланған сан табылмады.',
  },
  season: {
    took: 'Қатысқан өңірлер',
    figures: 'Жарияланған сандар',
    rules: 'Ережелер',
    rulesLead: 'Дереккөзде айтылмаған ереже белгісіз деп көрсетіледі: ештеңе болжанбайды.',
    state: 'Күйі',
    starts: 'Басталуы',
    ends: 'Аяқталуы',
    office: 'Үйлестіруші агенттіктің кеңсесі',
    unknown: 'белгісіз: ешбір дереккөзде жоқ',
    noRules: 'Бұл маусымның ережелері жазбаға алынбаған.',
  },
  rule: {
    years: (range: string) => `${range} жас`,
    people: (range: string) => `${range} адам`,
    perMonth: (amount: string) => `айына ${amount}`,
    days: (days: string) =>
      `Сайт ${days} күннен астам істемесе, өтінім электрондық поштамен беріледі`,
    points: (max: string, weight: string) => `ең көбі ${max} балл, үлесі ${weight}%`,
    illustrative: 'Шартты мән: дереккөзі жоқ',
  },
  region: {
    title: 'Өңірлер',
    lead: 'Қазақстанның бүгінгі 20 өңірі. Бағдарлама жылдарындағы сандар сол кездегі шекараға қатысты.',
    centre: 'Орталығы',
    seasons: 'Маусымдары',
    notTook: 'Қатысқаны туралы дереккөз жоқ',
    codes: 'Кодтары',
    isoBefore: '2022 жылға дейін',
    time: 'Уақыты',
    history: 'Атауы мен орталығы уақыт өте келе',
    current: 'қазір',
    beginning: 'бұрыннан',
    nameToday: (name: string) => `қазір ${name}`,
    predecessor: 'Бөлініп шыққан өңірі',
    successors: 'Одан бөлініп шыққан өңірлер',
    figures: 'Жарияланған сандар',
    predecessorFigures: (name: string) =>
      `Бағдарлама жылдарында бұл аумақ «${name}» құрамында болды: сандарын сол өңірдің бетінен қараңыз.`,
    projects: 'Жарияланған жобалар',
    noProjects: 'Мұнда әзірге жеке жоба жарияланған жоқ.',
  },
  source: {
    title: 'Дереккөздер',
    lead: 'Осындағы сандар мен ережелер алынған жарияланымдар.',
    publisher: 'Жариялаған',
    published: 'Күні',
    address: 'Мекенжайы',
    unknown: 'белгісіз',
    figures: (n: number, count: string) => `${count}\u00a0сан алынды`,
    noFigures: 'Сан алынбаған',
  },
  kept: (at: string) =>
    `Сервермен байланыс жоқ. Осы құрылғы сақтап қалған нұсқаны оқып отырсыз: ${at}.`,
  error: {
    notFound: 'Бұл бет табылмады',
    notFoundText: 'Мекенжай қате жазылған немесе бет көшірілген болуы мүмкін.',
    notAllowed: 'Бұл бетке өкілеттігіңіз жоқ',
    notAllowedText:
      'Рөліңіз бұл бетті ашуға мүмкіндік бермейді. Рөліңіз өзгерген болуы мүмкін: сұрағыңыз болса, үйлестірушіге хабарласыңыз.',
    failed: 'Деректерді алу мүмкін болмады',
    failedText: 'Сервер жауап бермеді немесе қате қайтарды. Сәл кейін қайталап көріңіз.',
    unreachable:
      'Сервермен байланыс жоқ. Осы құрылғыда бұрын ашқан беттеріңізді байланыссыз да оқи аласыз.',
    retry: 'Қайталау',
    home: 'Басты бетке',
  },

  map,
  measures: {
    YOUTH: 'Қатысқан жастар',
    YOUTH_COMPLETED: 'Жобасын аяқтаған жастар',
    APPLICATIONS: 'Өтінімдер',
    PROJECTS: 'Әлеуметтік жобалар',
    GRANTS: 'Гранттар сомасы',
    GRANT_MEAN: 'Орташа грант',
    TEAM_SIZE_MEAN: 'Топтағы адамның орташа саны',
    MENTORS: 'Тәлімгерлер',
    HOST_ORGANIZATIONS: 'Қабылдаушы ұйымдар',
    VULNERABLE_SHARE: 'Әлеуметтік осал қатысушылардың үлесі',
    RURAL_SHARE: 'Ауылдағы жобалардың үлесі',
    EDUCATION_SHARE: 'Білім беру жобаларының үлесі',
    CULTURE_SHARE: 'Мәдениет жобаларының үлесі',
    PROJECT_DURATION: 'Жобаның ұзақтығы',
    BUDGET: 'Бюджет',
  } satisfies Record<Measure, string>,
  bases: {
    REPORTED: 'жарияланған',
    PLANNED: 'жоспар',
    DERIVED: 'осында есептелген',
  } satisfies Record<Basis, string>,
  states: {
    PLANNED: 'Жарияланды',
    OPEN: 'Өтінім қабылдауда',
    RUNNING: 'Жобалар жүруде',
    COMPLETED: 'Аяқталды',
  } satisfies Record<SeasonState, string>,
  kinds: {
    OBLAST: 'Облыс',
    CITY: 'Республикалық маңызы бар қала немесе астана',
  } satisfies Record<RegionKind, string>,
  rules: {
    AGE: 'Жасы',
    EXCLUSIONS: 'Кім қатыса алмайды',
    TEAM_SIZE: 'Топ құрамы',
    GRANT_CEILING: 'Гранттың шегі',
    STIPENDS: 'Шәкіртақы',
    TRANCHE_SHARES: 'Грант бөліктері',
    MONTHS: 'Жобаның ұзақтығы',
    DIRECTIONS: 'Бағыттар',
    VULNERABILITY_CATEGORIES: 'Кімге басымдық беріледі',
    SELECTION_STAGES: 'Іріктеу кезеңдері',
    HOST_CRITERIA: 'Қабылдаушы ұйымға талаптар',
    MENTOR_CRITERIA: 'Тәлімгерге талаптар',
    PROJECT_CRITERIA: 'Жобаға талаптар',
    RUBRIC: 'Бағалау шкаласы',
    DEADLINES: 'Мерзімдер',
    OUTAGE_DAYS: 'Сайт істемегенде',
    RETENTION: 'Деректерді сақтау мерзімі',
  } satisfies Record<Rule, string>,
  exclusions: { SCHOOL_PUPILS: 'Мектеп оқушылары' } satisfies Record<Exclusion, string>,
  education: {
    HIGHER: 'Жоғары білімі барлар',
    OTHER: 'Қалғандары: мектеп пен колледж түлектері, студенттер',
  } satisfies Record<Education, string>,
  directions: {
    EDUCATION: 'Білім беру',
    HEALTHY_LIFESTYLE_AND_SPORT: 'Салауатты өмір салты және спорт',
    CULTURE_AND_LEISURE: 'Мәдениет және бос уақыт',
    PATRIOTISM_AND_CIVIC_ENGAGEMENT: 'Отансүйгіштік және азаматтық белсенділік',
    FAMILY_VALUES_AND_TRADITIONS: 'Отбасы құндылықтары мен дәстүрлер',
    VOLUNTEER_INITIATIVES: 'Еріктілер бастамалары',
    ECOLOGY_AND_URBAN_IMPROVEMENT: 'Экология және абаттандыру',
    SCIENCE_AND_TECHNOLOGY: 'Ғылым және технология',
    OTHER: 'Басқа тақырып: тізім шектемейді',
  } satisfies Record<Direction, string>,
  categories: {
    NEET: 'Оқымайтын және жұмыс істемейтін жастар (NEET)',
    WORKING_POOR: 'Жұмысы бар, бірақ табысы аз',
    LOW_INCOME: 'Табысы аз отбасынан',
    UNEMPLOYED: 'Жұмыссыз',
    LIMITED_MOBILITY: 'Қозғалысы шектеулі',
    ORPHAN: 'Жетім',
    KANDAS: 'Қандас',
  } satisfies Record<VulnerabilityCategory, string>,
  stages: {
    TECHNICAL_CHECK: 'Техникалық тексеру, өтінімді түзетуге болады',
    EVALUATION: 'Бағалау комиссиясының бағасы',
    RANDOMISATION: 'Өткендер арасындағы компьютерлік жеребе',
  } satisfies Record<SelectionStage, string>,
  retention: {
    NEVER_IN_TEAM:
      'Ешбір топқа кірмеген адамның профилі, тіркелген немесе соңғы әрекет еткен күнінен бастап',
    PARTICIPANT: 'Қатысушының профилі, соңғы маусымның аяғынан немесе соңғы әрекетінен бастап',
    CONSENTS: 'Келісімдер, профиль жойылған күннен бастап',
    ACCESSES: 'Деректерді кім қарағаны туралы жазбалар, профиль жойылған күннен бастап',
  } satisfies Record<RetentionKind, string>,
  deadlines: {
    HOST_BIDS: 'Қабылдаушы ұйымдар байқауы',
    YOUTH_APPLICATIONS: 'Жастардың өтінімдері',
    MENTOR_APPLICATIONS: 'Тәлімгерлердің өтінімдері',
    MENTOR_RESULTS: 'Іріктелген тәлімгерлерді жариялау',
  } satisfies Record<DeadlineKind, string>,
};

/** Everything the application says in one language. */
export type Messages = typeof kk;
