import type { Language } from '$lib/language';
import type { AccountWords } from './kk';

export type { AccountWords };

/** What the pages of people who sign in say, in a file of its own that only they load. */
export function loadWords(language: Language): Promise<AccountWords> {
  const load: Record<Language, () => Promise<AccountWords>> = {
    kk: async () => (await import('./kk')).words,
    ru: async () => (await import('./ru')).words,
    en: async () => (await import('./en')).words,
  };
  return load[language]();
}
