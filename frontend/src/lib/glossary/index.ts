import type { Language } from '$lib/language';
import { alphabetical } from './alphabet';
import { terms, type Meanings, type Term } from './terms';

/** A word of the programme as one language has it. */
export interface Entry {
  id: Term;
  words: Record<Language, string>;
  meaning: string;
}

/** The meanings in a language, in a file of their own that only the glossary loads. */
export function loadMeanings(language: Language): Promise<Meanings> {
  const load: Record<Language, () => Promise<Meanings>> = {
    kk: async () => (await import('./meanings.kk')).meanings,
    ru: async () => (await import('./meanings.ru')).meanings,
    en: async () => (await import('./meanings.en')).meanings,
  };
  return load[language]();
}

/** All words by their first letter, in the alphabetical order of the language. */
export async function glossary(
  language: Language,
): Promise<{ letter: string; entries: Entry[] }[]> {
  const meanings = await loadMeanings(language);
  const compare = alphabetical(language);
  const entries = (Object.keys(terms) as Term[])
    .map((id) => ({ id, words: terms[id], meaning: meanings[id] }))
    .sort((a, b) => compare(a.words[language], b.words[language]));
  const letters: { letter: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const letter = entry.words[language].charAt(0).toUpperCase();
    if (letters.at(-1)?.letter !== letter) letters.push({ letter, entries: [] });
    letters.at(-1)!.entries.push(entry);
  }
  return letters;
}
