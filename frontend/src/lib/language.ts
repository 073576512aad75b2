/** The languages of the application, the first one being the default. */
export const languages = ['kk', 'ru', 'en'] as const;
export type Language = (typeof languages)[number];

/** The languages' own names. */
export const languageNames: Record<Language, string> = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
};

const key = 'zhas-language';

export function isLanguage(text: string | null | undefined): text is Language {
  return (languages as readonly (string | null | undefined)[]).includes(text);
}

/** The language that an address names. */
export function languageOf(path: string): Language | undefined {
  const first = path.split('/')[1];
  return isLanguage(first) ? first : undefined;
}

/** The same page in another language. */
export function inLanguage(path: string, language: Language): string {
  const rest = languageOf(path) ? path.slice(3) : path === '/' ? '' : path;
  return `/${language}${rest}`;
}

/** The language of who comes without one: the one chosen before, or the browser's. */
export function preferredLanguage(): Language {
  const remembered = localStorage.getItem(key);
  if (isLanguage(remembered)) return remembered;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? languages[0];
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(key, language);
}
