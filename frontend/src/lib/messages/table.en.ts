import type { TableMessages } from './table.kk';

const count = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;

export const table: TableMessages = {
  season: 'Season',
  code: 'Code',
  title: 'Title',
  description: 'Description',
  taken: 'Figures taken',
  nameThen: 'Name at the time',
  partSource: 'Source of its part',
  regionNote: 'Note on the region',
  from: 'From',
  until: 'Until',
  rule: 'Rule',
  says: 'What it says',
  meaning: 'Meaning',
  part: 'Part',
  step: 'Step',
  sourceCount: (n) => count(n, 'source'),
  wordCount: (n) => count(n, 'word'),
  charts: 'See them as charts',
  others: 'Other seasons',
  unknownRules: 'Rules that no source gives',
  toMap: 'See it on the map',
};
