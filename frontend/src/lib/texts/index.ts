import type { Language } from '$lib/language';
import type { Texts } from './kk';

export type { Texts };

/** What the pages about the site say, in a file of its own that only they load. */
export function loadTexts(language: Language): Promise<Texts> {
  const load: Record<Language, () => Promise<Texts>> = {
    kk: async () => (await import('./kk')).texts,
    ru: async () => (await import('./ru')).texts,
    en: async () => (await import('./en')).texts,
  };
  return load[language]();
}
