import { describe, expect, it } from 'vitest';
import type { ConsentFieldsFragment } from '$lib/graph/personal';
import { consented, guardianState, isMinor, loadGuardianWords, today } from './guardian';

const consent = (more: Partial<ConsentFieldsFragment>): ConsentFieldsFragment => ({
  id: '1',
  purpose: 'PARTICIPATION',
  textVersion: 1,
  language: 'kk',
  operator: '',
  givenBy: 'GUARDIAN',
  givenAt: '2026-01-01T00:00:00Z',
  endsOn: '2999-01-01',
  withdrawnAt: null,
  ...more,
});

describe('a guardian agrees for who is under eighteen', () => {
  it.each([
    ['2008-11-23', '2026-11-22', true],
    ['2008-11-23', '2026-11-23', false],
    ['2008-02-29', '2026-02-28', true],
    ['2008-02-29', '2026-03-01', false],
    ['2001-02-03', '2026-11-23', false],
    ['2027-01-01', '2026-11-23', false], // nobody is born in the future
    ['0020-01-01', '2026-11-23', false], // a year that is still being typed
    ['', '2026-11-23', false],
  ])('born on %s, on %s: %s', (born, day, minor) => expect(isMinor(born, day)).toBe(minor));

  it('by the date in Almaty', () => {
    expect(today(new Date('2026-11-22T18:59:59Z'))).toBe('2026-11-22');
    expect(today(new Date('2026-11-22T19:00:00Z'))).toBe('2026-11-23');
  });
});

it('says how the consent stands', () => {
  const now = new Date('2026-11-23T00:00:00Z');
  const request = {
    askedAt: '2026-11-20T00:00:00Z',
    expiresAt: '2026-12-04T00:00:00Z',
    answeredAt: null,
    answer: null,
  };
  expect(guardianState(null, [], now)).toBe('none');
  expect(guardianState(request, [], now)).toBe('waiting');
  expect(guardianState({ ...request, expiresAt: '2026-11-22T00:00:00Z' }, [], now)).toBe('expired');
  expect(guardianState({ ...request, answer: 'DECLINED' }, [], now)).toBe('declined');
  const agreed = { ...request, answer: 'AGREED' as const };
  expect(guardianState(agreed, [consent({})], now)).toBe('agreed');
  expect(guardianState(agreed, [consent({ withdrawnAt: '2026-11-22T00:00:00Z' })], now)).toBe(
    'withdrawn',
  );
  expect(guardianState(null, [consent({ givenBy: 'SELF' })], now)).toBe('none');
  expect(consented([consent({ purpose: 'PUBLICATION' })], 'GUARDIAN')).toBe(false);
  expect(consented([consent({ endsOn: '2020-01-01' })], 'GUARDIAN')).toBe(false);
});

it('counts years', async () => {
  const { page } = await loadGuardianWords('ru');
  expect(['1', '2', '5'].map((n) => page.years(n).split(',')[0])).toEqual([
    '1 год',
    '2 года',
    '5 лет',
  ]);
});
