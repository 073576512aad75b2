import type { Language } from '$lib/language';
import type { PersonalWords } from './words.kk';

export type { PersonalWords };

/** What the pages about young people say, in a file of its own that only they load. */
export function loadPersonalWords(language: Language): Promise<PersonalWords> {
  const load: Record<Language, () => Promise<PersonalWords>> = {
    kk: async () => (await import('./words.kk')).words,
    ru: async () => (await import('./words.ru')).words,
    en: async () => (await import('./words.en')).words,
  };
  return load[language]();
}
