/** What the header says of who is signed in. */
export const account = {
  signIn: 'Кіру',
  profile: 'Менің аккаунтым',
  data: 'Менің деректерім',
  notifications: 'Хабарламалар',
  unread: 'оқылмағаны бар',
  youths: 'Жас қатысушылар',
  duplicates: 'Ықтимал қайталанулар',
  exceptional: 'Ерекше қолжетімділік',
  people: 'Адамдар мен рөлдер',
  journal: 'Журнал',
  signOut: 'Шығу',
  owed: 'Кіруді аяқтау',
  signedIn: 'Аккаунт',
};

export type AccountMenu = typeof account;
