import { expect, test } from 'vitest';
import { draft } from './draft.svelte';
import { nothingTold } from './told';

test('a draft counts as typed by what it began with, however often its page is opened', () => {
  const begin = () => ({ ...nothingTold(), iin: '990000000007' });
  draft.of('1', 'correct', begin);
  expect(draft.typed()).toBe(false);
  draft.of('1', 'correct', begin).phone = '+77010000000';
  expect(draft.typed()).toBe(true);
  expect(draft.of('1', 'correct', begin).phone).toBe('+77010000000');
  expect(draft.typed()).toBe(true);
  draft.forget();
  expect(draft.typed()).toBe(false);
});
