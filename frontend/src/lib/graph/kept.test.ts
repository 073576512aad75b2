import { afterEach, expect, test, vi } from 'vitest';
import { ask } from './client';
import { keep, kept } from './kept';
import { SeasonDocument } from './types';

/** The cache of a browser, as far as it is used; a put of a known key makes it the newest. */
function inMemory() {
  const held = new Map<string, Response>();
  return {
    held,
    put: async (key: string, response: Response) => {
      held.delete(key);
      held.set(key, response);
    },
    keys: async () => [...held.keys()],
    delete: async (key: string) => held.delete(key),
    match: async (key: string) => held.get(key)?.clone(),
  };
}

function stubCache() {
  const cache = inMemory();
  vi.stubGlobal('caches', { open: async () => cache });
  return cache;
}

afterEach(() => vi.unstubAllGlobals());

test('the last hundred answers are kept, the oldest go first', async () => {
  const { held } = stubCache();
  for (let i = 0; i < 101; i++) await keep(`question ${i}`, i);
  expect(held.size).toBe(100);
  expect(await kept('question 0')).toBeUndefined();
  expect((await kept('question 1'))?.answer).toBe(1);
  expect((await kept('question 100'))?.at.getTime()).toBeLessThanOrEqual(Date.now());
});

test('an answer is shown when it cannot be kept', async () => {
  vi.stubGlobal('caches', { open: async () => Promise.reject(new Error('no storage')) });
  await keep('question', 1);
  expect(await kept('question')).toBeUndefined();
});

test('without a server the kept answer is given, but no error is kept', async () => {
  stubCache();
  const answers = (body: unknown) => async () => new Response(JSON.stringify(body));
  const offline = vi.fn<typeof fetch>().mockRejectedValue(new TypeError('offline'));
  await ask(answers({ data: { season: null } }), SeasonDocument, { year: 2018 });
  expect(await ask(offline, SeasonDocument, { year: 2018 })).toEqual({ season: null });

  const failing = answers({ data: { season: null }, errors: [{ message: 'too deep' }] });
  await expect(ask(failing, SeasonDocument, { year: 2019 })).rejects.toMatchObject({ status: 502 });
  await expect(ask(offline, SeasonDocument, { year: 2019 })).rejects.toMatchObject({ status: 503 });
});
