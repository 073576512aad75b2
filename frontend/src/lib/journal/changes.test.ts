import { expect, test } from 'vitest';
import type { ChangeFieldsFragment } from '$lib/graph/journal';
import { languages } from '$lib/language';
import { instant, loadJournalWords, recordsOf, together } from './changes';

function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node as object).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

test.each(languages)('the journal has every text in %s, in its own letters', async (language) => {
  const found = strings(await loadJournalWords(language));
  for (const [path, text] of found) {
    expect(text.trim(), path).not.toBe('');
    if (text === 'ISO' || path === '.fields.kato') continue;
    expect(/[а-яәғқңөұүһі]/i.test(text), path).toBe(language !== 'en');
    if (language === 'ru') expect(/[әғқңұүһі]/i.test(text), path).toBe(false);
  }
});

const change = (part: Partial<ChangeFieldsFragment>): ChangeFieldsFragment => ({
  recordedAt: '2026-01-02T03:04:05Z',
  kind: 'UPDATED',
  transaction: 'A',
  type: 'SocialProject',
  record: '7',
  actor: { kind: 'SYSTEM', account: null },
  fields: [],
  ...part,
});

test('changes that were made together stand together, in their order', () => {
  const list = ['A', 'A', 'B', 'A'].map((transaction) => change({ transaction }));
  expect(together(list).map(({ changes }) => changes.length)).toEqual([2, 1, 1]);
});

test('records are named once, those of fields that lead to one as well', () => {
  const fields = [
    { name: 'region', before: 8, after: 9 },
    { name: 'season', before: null, after: 9 },
    { name: 'title', before: '10', after: '11' },
  ];
  expect(recordsOf([change({ fields }), change({ record: null })], ['12'])).toEqual([
    '12',
    '7',
    '8',
    '9',
  ]);
});

test('a day begins and ends by the clock of the device', () => {
  expect(instant('2026-03-31')).toBe(new Date(2026, 2, 31).toISOString());
  expect(instant('2026-03-31', 1)).toBe(new Date(2026, 3, 1).toISOString());
  for (const wrong of ['', 'yesterday', '2026-3-1']) expect(instant(wrong)).toBe(null);
});
