import type { TableMessages } from './table.kk';

const rules = new Intl.PluralRules('ru');
const count = (n: number, one: string, few: string, many: string) => {
  const form = rules.select(n);
  return `${n} ${form === 'one' ? one : form === 'few' ? few : many}`;
};

export const table: TableMessages = {
  season: 'Сезон',
  code: 'Код',
  title: 'Название',
  description: 'Описание',
  taken: 'Взято чисел',
  nameThen: 'Название в то время',
  partSource: 'Источник об участии',
  regionNote: 'Примечание о регионе',
  from: 'С какого дня',
  until: 'До какого дня',
  rule: 'Правило',
  says: 'Содержание',
  meaning: 'Значение',
  part: 'Часть',
  step: 'Шаг',
  sourceCount: (n) => count(n, 'источник', 'источника', 'источников'),
  wordCount: (n) => count(n, 'слово', 'слова', 'слов'),
  charts: 'Посмотреть на графиках',
  others: 'Другие сезоны',
  unknownRules: 'Правила, которых нет ни в одном источнике',
  toMap: 'Посмотреть на карте',
};
