import type { Qualifier, Unit } from '$lib/graph/types';
import { account } from './account.en';
import { chart, compare } from './compare.en';
import { how } from './how.en';
import { invented } from './invented.en';
import type { Around, Messages } from './kk';
import { map } from './map.en';
import { pages } from './pages.en';
import { projects } from './projects.en';
import { table } from './table.en';

const plural = (n: number, one: string, other: string) => (n === 1 ? one : other);

function around(qualifier: Qualifier, value: number, unit: Unit): Around {
  const units: Record<Unit, Around> = {
    PEOPLE: ['', plural(value, ' person', ' people')],
    APPLICATIONS: ['', plural(value, ' application', ' applications')],
    PROJECTS: ['', plural(value, ' project', ' projects')],
    ORGANIZATIONS: ['', plural(value, ' organisation', ' organisations')],
    PERCENT: ['', '%'],
    MONTHS: ['', plural(value, ' month', ' months')],
    KZT: ['', ' tenge'],
    USD: ['US$\u00a0', ''],
  };
  const qualifiers: Record<Qualifier, string> = {
    EXACTLY: '',
    ABOUT: 'about ',
    ALMOST: 'almost ',
    OVER: 'over ',
    AT_LEAST: 'at least ',
    UP_TO: 'up to ',
  };
  const [before, after] = units[unit];
  return [qualifiers[qualifier] + before, after];
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const on = (day: number, month: number, year: number) => `${day} ${months[month]} ${year}`;

export const en: Messages = {
  account,
  chart,
  compare,
  how,
  numbers: 'en',
  around,
  on,
  from: (day, month, year) => `since ${on(day, month, year)}`,
  until: (day, month, year) => `until ${on(day, month, year)}`,

  site: 'Zhas',
  siteTitle: 'Zhas · Kazakhstan’s Youth Corps',
  skip: 'Skip to content',
  menu: 'Sections',
  home: 'Home',
  seasons: 'Seasons',
  regions: 'Regions',
  sources: 'Sources',
  language: 'Language',
  loading: 'Loading…',
  history: 'History of this record',
  footer: 'Every figure here has a published source. Where sources disagree, both are shown.',
  graph: 'Data graph',
  invented,
  pages,
  projects,
  table,

  settings: {
    open: 'Display',
    theme: 'Colours',
    auto: 'As on the device',
    light: 'Light',
    dark: 'Dark',
    contrast: 'Contrast',
    usual: 'Normal',
    high: 'High',
    text: 'Text',
    large: 'Larger',
  },

  hero: {
    title: 'Kazakhstan’s Youth Corps',
    lead: 'Young people formed teams and thought up social projects that the places they live in needed. The programme gave them a grant, stipends, training and a mentor.',
    rays: (regions) =>
      `${regions} ${plural(regions, 'region, ', 'regions, ')}${regions} ${plural(regions, 'ray', 'rays')}`,
    raysNote: 'Each ray of the shanyrak, the crown of a yurt, is a region that took part.',
    count: (n) => `${n} ${plural(n, 'region', 'regions')}`,
  },
  about: {
    title: 'What the programme was',
    goal: 'Its goal was to help young people, above all the vulnerable, to take part in the life of their communities and to gain life skills, by learning through service.',
    who: 'From 2017 the Ministry of Education and Science ran it, with the support of the World Bank.',
    money: 'Switzerland gave the money: not a loan, but a grant that is not repaid.',
    how: 'How it worked',
    howNote: 'By the rules of the 2019 season.',
    steps: [
      {
        title: 'A team',
        text: 'Three to five people aged 14–29 form a team; school pupils cannot take part.',
        sources: ['S6', 'S9a'],
      },
      {
        title: 'An application',
        text: 'The team thinks up a social project and applies online, on its own or with a host organisation.',
        sources: ['S9a'],
      },
      {
        title: 'Selection',
        text: 'The application passes a technical check, the scores of a committee and, last, a draw by computer.',
        sources: ['S9'],
      },
      {
        title: 'Six months of work',
        text: 'The team gets a grant of up to 1,000,000 tenge, each member a stipend of 40,000 or 60,000 tenge a month; they meet a mentor and attend training.',
        sources: ['S10', 'S11'],
      },
    ],
  },
  totals: {
    title: 'Totals',
    lead: 'Published figures that span several years. Where sources disagree, their figures stand side by side.',
    plans: 'Plans and money',
    plansLead: 'What was planned before the programme began and while it ran.',
    after: 'After the programme',
    afterLead:
      'Figures of the scheme that followed it in 2022. They are not part of this programme.',
  },
  figure: {
    sources: (n) => plural(n, 'Source', 'Sources'),
    differ: 'Sources disagree',
    derivation: 'How it was worked out',
    none: 'No published figure was found.',
    country: 'All regions together',
    noneForRegion: 'No published figure of the region was found for this season.',
  },
  season: {
    took: 'Regions that took part',
    figures: 'Published figures',
    rules: 'Rules',
    rulesLead: 'A rule that no source gives is shown as unknown: nothing here is guessed.',
    state: 'State',
    starts: 'Start',
    ends: 'End',
    office: 'Office of the coordinating agency',
    unknown: 'unknown: no source gives it',
    noRules: 'No rules of this season are on record.',
  },
  rule: {
    years: (range) => `${range} years`,
    people: (range) => `${range} people`,
    perMonth: (amount) => `${amount} a month`,
    days: (days) => `When the site is down for more than ${days} days, applications go by e-mail`,
    points: (max, weight) => `${max} points at most, weight ${weight}%`,
    illustrative: 'Illustrative: no source gives it',
  },
  region: {
    title: 'Regions',
    lead: 'The twenty regions of Kazakhstan today. The programme’s figures speak of the borders of their time.',
    centre: 'Centre',
    seasons: 'Seasons',
    notTook: 'No source says that it took part',
    codes: 'Codes',
    isoBefore: 'before 2022',
    time: 'Time',
    history: 'Name and centre over time',
    current: 'today',
    beginning: 'from earlier times',
    nameToday: (name) => `today ${name}`,
    predecessor: 'Split off from',
    successors: 'Later split off from it',
    figures: 'Published figures',
    predecessorFigures: (name) =>
      `In the years of the programme this territory was part of ${name}: see the figures there.`,
    projects: 'Published projects',
    noProjects: 'No single projects are published here yet.',
  },
  source: {
    title: 'Sources',
    lead: 'The publications that the figures and rules are taken from.',
    publisher: 'Publisher',
    published: 'Date',
    address: 'Address',
    unknown: 'unknown',
    figures: (n, count) => `${count}\u00a0${plural(n, 'figure', 'figures')} taken from it`,
    noFigures: 'No figure taken from it',
  },
  kept: (at: string) =>
    `The server cannot be reached. You are reading what this device saved on ${at}.`,
  error: {
    notFound: 'There is no such page',
    notFoundText: 'The address may be mistyped, or the page has moved.',
    notAllowed: 'You may not see this page',
    notAllowedText: 'Your role does not open this page. It may have changed: ask your coordinator.',
    failed: 'The data could not be fetched',
    failedText: 'The server did not answer, or answered with an error. Try again in a moment.',
    unreachable:
      'The server cannot be reached. Pages that you have opened on this device before can be read without a connection.',
    retry: 'Try again',
    home: 'To the home page',
  },

  map,
  measures: {
    YOUTH: 'Young people who took part',
    YOUTH_COMPLETED: 'Young people who completed their project',
    APPLICATIONS: 'Applications',
    PROJECTS: 'Social projects',
    GRANTS: 'Sum of grants',
    GRANT_MEAN: 'Mean grant',
    TEAM_SIZE_MEAN: 'Mean size of a team',
    MENTORS: 'Mentors',
    HOST_ORGANIZATIONS: 'Host organisations',
    VULNERABLE_SHARE: 'Share of vulnerable participants',
    RURAL_SHARE: 'Share of rural projects',
    EDUCATION_SHARE: 'Share of projects in education',
    CULTURE_SHARE: 'Share of projects in culture',
    PROJECT_DURATION: 'Length of a project',
    BUDGET: 'Budget',
  },
  bases: { REPORTED: 'published', PLANNED: 'plan', DERIVED: 'worked out here' },
  states: {
    PLANNED: 'Announced',
    OPEN: 'Open for applications',
    RUNNING: 'Projects are running',
    COMPLETED: 'Completed',
  },
  kinds: { OBLAST: 'Region', CITY: 'City of republican significance, or the capital' },
  rules: {
    AGE: 'Age',
    EXCLUSIONS: 'Who cannot take part',
    TEAM_SIZE: 'Size of a team',
    GRANT_CEILING: 'Ceiling of a grant',
    STIPENDS: 'Stipend',
    TRANCHE_SHARES: 'Parts of the grant',
    MONTHS: 'Length of a project',
    DIRECTIONS: 'Directions',
    VULNERABILITY_CATEGORIES: 'Who comes first',
    SELECTION_STAGES: 'Stages of selection',
    HOST_CRITERIA: 'Asked of a host organisation',
    MENTOR_CRITERIA: 'Asked of a mentor',
    PROJECT_CRITERIA: 'Asked of a project',
    RUBRIC: 'Scoring',
    DEADLINES: 'Dates',
    OUTAGE_DAYS: 'When the site is down',
    RETENTION: 'How long data is kept',
  },
  exclusions: { SCHOOL_PUPILS: 'School pupils' },
  education: {
    HIGHER: 'With higher education',
    OTHER: 'Everybody else: school and college graduates, students',
  },
  directions: {
    EDUCATION: 'Education',
    HEALTHY_LIFESTYLE_AND_SPORT: 'Healthy lifestyle and sport',
    CULTURE_AND_LEISURE: 'Culture and leisure',
    PATRIOTISM_AND_CIVIC_ENGAGEMENT: 'Patriotism and civic engagement',
    FAMILY_VALUES_AND_TRADITIONS: 'Family values and traditions',
    VOLUNTEER_INITIATIVES: 'Volunteer initiatives',
    ECOLOGY_AND_URBAN_IMPROVEMENT: 'Ecology and urban improvement',
    SCIENCE_AND_TECHNOLOGY: 'Science and technology',
    OTHER: 'Any other theme: the list does not bind',
  },
  categories: {
    NEET: 'Neither in education, employment nor training (NEET)',
    WORKING_POOR: 'Working, but poor',
    LOW_INCOME: 'From low-income families',
    UNEMPLOYED: 'Unemployed',
    LIMITED_MOBILITY: 'Of limited mobility',
    ORPHAN: 'Orphans',
    KANDAS: 'Kandas: ethnic Kazakhs who returned to the country',
  },
  stages: {
    TECHNICAL_CHECK: 'Technical check; the application may be corrected',
    EVALUATION: 'Scores of the evaluation committee',
    RANDOMISATION: 'Draw by computer among those that passed',
  },
  retention: {
    NEVER_IN_TEAM: 'Profile of a person in no team, from registration or the last activity',
    PARTICIPANT: 'Profile of a participant, from the end of the last season or the last activity',
    CONSENTS: 'Consents, from the end of the profile',
    ACCESSES: 'Records of who looked at the data, from the end of the profile',
  },
  deadlines: {
    HOST_BIDS: 'Competition of host organisations',
    YOUTH_APPLICATIONS: 'Applications of young people',
    MENTOR_APPLICATIONS: 'Applications of mentors',
    MENTOR_RESULTS: 'Announcement of the mentors chosen',
  },
};
