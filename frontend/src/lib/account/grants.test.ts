import { expect, test } from 'vitest';
import { isOver } from './grants';

test.each([
  ['open', { endsAt: null, revokedAt: null }, false],
  ['of a term to come', { endsAt: '2026-03-02T00:00:00Z', revokedAt: null }, false],
  ['of a term gone by', { endsAt: '2026-03-01T00:00:00Z', revokedAt: null }, true],
  ['taken back', { endsAt: null, revokedAt: '2026-02-01T00:00:00Z' }, true],
])('a role that is %s', (_, grant, over) =>
  expect(isOver(grant, new Date('2026-03-01T12:00:00Z'))).toBe(over),
);
