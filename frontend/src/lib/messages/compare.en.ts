import type { chart as kkChart, compare as kkCompare } from './compare.kk';

export const compare: typeof kkCompare = {
  title: 'Seasons compared',
  lead: 'The three seasons and their regions by published figures. Each is drawn as exactly as its source gives it.',
  link: (year) => `Compare ${year} with the other seasons`,
  bySeason: 'The three seasons',
  bySeasonLead: 'Choose what to count: the three seasons stand side by side.',
  byRegion: 'Regions of one season',
  byRegionLead:
    'Choose a season and what to count. Regions without a published figure are shown too.',
  measure: 'What to count',
  season: 'Season',
  regionsCount: 'Regions that took part',
  counted: 'Counted here: the regions that the source names.',
  onlyRegions:
    'No figure of a whole season was found: only single regions published theirs. They cannot be added up, as they count different things.',
  noRegions: 'No published figure by region was found for this season.',
  totals: 'Totals of the programme, 2017–2021',
  totalsLead:
    'Figures that span several years, where they disagree, and the plans for the same years.',
  shares: 'Shares of projects',
};

export const chart: typeof kkChart = {
  legend: 'How to read the chart',
  empty: 'no published figure',
  table: 'As a table',
  scale: (unit) => `Unit: ${unit}`,
  millions: (unit) => `million ${unit}`,
  columns: {
    period: 'Period',
    region: 'Region',
    measure: 'Measure',
    qualifier: 'Accuracy',
    value: 'Number',
    unit: 'Unit',
    basis: 'Kind',
    sources: 'Source',
    note: 'Note',
  },
  units: {
    PEOPLE: 'people',
    APPLICATIONS: 'applications',
    PROJECTS: 'projects',
    ORGANIZATIONS: 'organisations',
    PERCENT: 'percent',
    MONTHS: 'months',
    KZT: 'tenge',
    USD: 'US dollars',
  },
  regions: 'regions',
  qualifiers: {
    EXACTLY: 'exactly',
    ABOUT: 'about',
    ALMOST: 'almost',
    OVER: 'over',
    AT_LEAST: 'at least',
    UP_TO: 'up to',
  },
  ends: {
    EXACTLY: 'exact number: solid bar',
    ABOUT: 'about: pale bar with a wavy end',
    ALMOST: 'almost, a little less: wavy end and an arrow back',
    OVER: 'over: open end and an arrow onwards',
    AT_LEAST: 'at least: a line at the end and an arrow onwards',
    UP_TO: 'up to: a line at the end and an arrow back',
  },
  fills: {
    REPORTED: 'published: filled bar',
    PLANNED: 'plan: empty bar with a dashed outline',
    DERIVED: 'worked out here: striped bar',
  },
};
