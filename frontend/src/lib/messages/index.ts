import type { Language } from '$lib/language';
import type { Messages } from './kk';

export type { Messages };

/** The messages of a language, in a file of their own that only its readers load. */
export function loadMessages(language: Language): Promise<Messages> {
  const load: Record<Language, () => Promise<Messages>> = {
    kk: async () => (await import('./kk')).kk,
    ru: async () => (await import('./ru')).ru,
    en: async () => (await import('./en')).en,
  };
  return load[language]();
}
