import type { ConsentFieldsFragment, GuardianRequestFieldsFragment } from '$lib/graph/personal';
import type { Language } from '$lib/language';
import type { GuardianWords } from './guardian.kk';

export type { GuardianWords };

/** What the pages about a guardian's consent say, in a file of its own that only they load. */
export function loadGuardianWords(language: Language): Promise<GuardianWords> {
  const load: Record<Language, () => Promise<GuardianWords>> = {
    kk: async () => (await import('./guardian.kk')).words,
    ru: async () => (await import('./guardian.ru')).words,
    en: async () => (await import('./guardian.en')).words,
  };
  return load[language]();
}

const inAlmaty = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Almaty' });

/** The date in Almaty, YYYY-MM-DD: what the server says counts, this is to ask in time. */
export const today = (now = new Date()) => inAlmaty.format(now);

/**
 * Whether who was born on a date consents through a guardian on a day. It is false
 * of what is no whole date yet.
 */
export function isMinor(born: string, day = today()): boolean {
  const [year = 0, month = 0, date = 0] = born.split('-').map(Number);
  if (year < 1900 || !month || !date || born > day) return false;
  // Who was born on 29 February comes of age on 1 March.
  return day < new Date(Date.UTC(year + 18, month - 1, date)).toISOString().slice(0, 10);
}

/** Whether a consent to take part counts, by whom it was given. */
export const consented = (
  consents: readonly ConsentFieldsFragment[],
  by: ConsentFieldsFragment['givenBy'],
) =>
  consents.some(
    ({ purpose, givenBy, withdrawnAt, endsOn }) =>
      purpose === 'PARTICIPATION' && givenBy === by && !withdrawnAt && endsOn >= today(),
  );

/** What tells how a guardian's consent stands. */
export interface GuardianStanding {
  guardianRequest: GuardianRequestFieldsFragment | null;
  consents: readonly ConsentFieldsFragment[];
}

/** How a guardian's consent for a minor stands. */
export type GuardianState = 'none' | 'waiting' | 'expired' | 'declined' | 'agreed' | 'withdrawn';

/** How the consent stands by the request that counts and what was agreed to. */
export function guardianState(
  request: GuardianRequestFieldsFragment | null,
  consents: readonly ConsentFieldsFragment[],
  now = new Date(),
): GuardianState {
  if (consented(consents, 'GUARDIAN')) return 'agreed';
  if (!request) return 'none';
  if (request.answer === 'DECLINED') return 'declined';
  if (request.answer === 'AGREED') return 'withdrawn';
  return new Date(request.expiresAt) > now ? 'waiting' : 'expired';
}
