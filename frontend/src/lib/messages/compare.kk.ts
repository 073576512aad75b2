import type { Basis, Qualifier, Unit } from '$lib/graph/types';

/** Texts of the charts and of the page that compares the seasons. */
export const compare = {
  title: 'Маусымдарды салыстыру',
  lead: 'Үш маусым мен олардың өңірлері жарияланған сандар бойынша. Сан дереккөзде қандай дәлдікпен берілсе, сызбада да сондай.',
  link: (year: number) => `${year} жылды басқа маусымдармен салыстыру`,
  bySeason: 'Үш маусым',
  bySeasonLead: 'Көрсеткішті таңдаңыз: үш маусым қатар тұрады.',
  byRegion: 'Маусымның өңірлері',
  byRegionLead: 'Маусым мен көрсеткішті таңдаңыз. Саны жарияланбаған өңірлер де көрсетіледі.',
  measure: 'Көрсеткіш',
  season: 'Маусым',
  regionsCount: 'Қатысқан өңірлер',
  counted: 'Дереккөз атаған өңірлер осында саналды.',
  onlyRegions:
    'Бүкіл маусым бойынша сан табылмады: тек кейбір өңірлердің сандары жарияланған. Оларды қосуға болмайды, олар әртүрлі нәрсені санайды.',
  noRegions: 'Бұл маусымда өңірлер бойынша жарияланған сан табылмады.',
  totals: 'Бағдарлама бойынша жиынтық, 2017–2021',
  totalsLead:
    'Бірнеше жылға берілген сандар, олардың қайшылықтары және сол жылдарға арналған жоспарлар.',
  shares: 'Жобалардың үлестері',
};

export const chart = {
  legend: 'Сызбаны қалай оқу керек',
  empty: 'жарияланған сан жоқ',
  table: 'Кесте түрінде',
  scale: (unit: string) => `Өлшем бірлігі: ${unit}`,
  millions: (unit: string) => `млн ${unit}`,
  columns: {
    period: 'Кезең',
    region: 'Өңір',
    measure: 'Көрсеткіш',
    qualifier: 'Дәлдігі',
    value: 'Сан',
    unit: 'Бірлігі',
    basis: 'Түрі',
    sources: 'Дереккөзі',
    note: 'Ескертпе',
  },
  units: {
    PEOPLE: 'адам',
    APPLICATIONS: 'өтінім',
    PROJECTS: 'жоба',
    ORGANIZATIONS: 'ұйым',
    PERCENT: 'пайыз',
    MONTHS: 'ай',
    KZT: 'теңге',
    USD: 'АҚШ доллары',
  } satisfies Record<Unit, string>,
  regions: 'өңір',
  qualifiers: {
    EXACTLY: 'дәл',
    ABOUT: 'шамамен',
    ALMOST: 'жуық',
    OVER: 'астам',
    AT_LEAST: 'кемінде',
    UP_TO: 'дейін',
  } satisfies Record<Qualifier, string>,
  ends: {
    EXACTLY: 'дәл сан: тұтас жолақ',
    ABOUT: 'шамамен: іші ақшыл жолақ, толқынды ұшы',
    ALMOST: 'жуық, сәл аз: толқынды ұшы және кері бағытталған жебе',
    OVER: 'астам: ұшы ашық, алға бағытталған жебе',
    AT_LEAST: 'кемінде: ұшында сызық және алға бағытталған жебе',
    UP_TO: 'дейін: ұшында сызық және кері бағытталған жебе',
  } satisfies Record<Qualifier, string>,
  fills: {
    REPORTED: 'жарияланған: боялған жолақ',
    PLANNED: 'жоспар: үзік сызықпен қоршалған бос жолақ',
    DERIVED: 'осында есептелген: жолақталған',
  } satisfies Record<Basis, string>,
};
