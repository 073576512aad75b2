import type { RoleGrantFieldsFragment } from '$lib/graph/account';

type Term = Pick<RoleGrantFieldsFragment, 'endsAt' | 'revokedAt'>;

/** Whether a role counts no longer: taken back, or its term is over. */
export const isOver = ({ endsAt, revokedAt }: Term, now = new Date()) =>
  Boolean(revokedAt) || Boolean(endsAt && new Date(endsAt) <= now);
