/** The columns of files and tables that are not about figures. */
export const table = {
  season: 'Маусым',
  code: 'Коды',
  title: 'Атауы',
  description: 'Сипаттамасы',
  taken: 'Алынған сан',
  nameThen: 'Сол кездегі атауы',
  partSource: 'Қатысқаны туралы дереккөз',
  regionNote: 'Өңір туралы ескертпе',
  from: 'Қай күннен',
  until: 'Қай күнге дейін',
  rule: 'Ереже',
  says: 'Мазмұны',
  meaning: 'Мағынасы',
  part: 'Бөлімі',
  step: 'Қадам',
  sourceCount: (n: number): string => `${n} дереккөз`,
  wordCount: (n: number): string => `${n} сөз`,
  charts: 'Сызба түрінде қарау',
  others: 'Басқа маусымдар',
  unknownRules: 'Ешбір дереккөзде жоқ ережелер',
  toMap: 'Картадан қарау',
};

export type TableMessages = typeof table;
