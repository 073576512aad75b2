import type { ViewerFieldsFragment } from '$lib/graph/account';
import type { Language } from '$lib/language';
import type { ExceptionalWords } from './exceptional.kk';

export type { ExceptionalWords };

/** What the pages about exceptional access say, in a file of its own that only they load. */
export function loadExceptionalWords(language: Language): Promise<ExceptionalWords> {
  const load: Record<Language, () => Promise<ExceptionalWords>> = {
    kk: async () => (await import('./exceptional.kk')).words,
    ru: async () => (await import('./exceptional.ru')).words,
    en: async () => (await import('./exceptional.en')).words,
  };
  return load[language]();
}

/** Whether roles let a person ask for exceptional access. */
export const mayOpen = ({ roles }: Pick<ViewerFieldsFragment, 'roles'>) =>
  roles.includes('REGIONAL_COORDINATOR') || roles.includes('MINISTRY_ANALYST');

/** What is left of a term, in whole hours and minutes begun; nothing once it is over. */
export function timeLeft(ends: Date, now: Date): { hours: number; minutes: number } | undefined {
  const minutes = Math.ceil((ends.getTime() - now.getTime()) / 60_000);
  return minutes > 0 ? { hours: Math.floor(minutes / 60), minutes: minutes % 60 } : undefined;
}

/** What a member of the staff may look at somebody's data for. */
export const purposes = [
  'ELIGIBILITY',
  'CONTACT',
  'DOCUMENTS',
  'DUPLICATES',
  'REQUEST_OF_THE_PERSON',
] as const;
