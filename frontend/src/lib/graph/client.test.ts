import { describe, expect, test, vi } from 'vitest';
import { all, ask } from './client';
import { SeasonDocument } from './types';

const answering = (body: unknown) =>
  vi.fn<typeof fetch>(async () => new Response(JSON.stringify(body), { status: 200 }));

describe('ask', () => {
  test('sends the operation and its variables, and gives the data', async () => {
    const fetch = answering({ data: { season: null } });
    expect(await ask(fetch, SeasonDocument, { year: 2018 })).toEqual({ season: null });
    const [address, request] = fetch.mock.calls[0]!;
    expect(address).toBe('/graphql');
    const sent = JSON.parse(String(request?.body));
    expect(sent.query).toContain('query Season($year: Int!)');
    expect(sent.variables).toEqual({ year: 2018 });
  });

  test.each([
    ['errors', { data: { season: null }, errors: [{ message: 'too deep' }] }, 502, 'too deep'],
    ['no data', { data: null }, 502, 'no data'],
  ])('%s', async (_, body, status, message) => {
    await expect(ask(answering(body), SeasonDocument, { year: 1 })).rejects.toMatchObject({
      status,
      body: { message },
    });
  });

  test('no answer', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>().mockRejectedValue(new TypeError('offline'));
    await expect(ask(fetch, SeasonDocument, { year: 1 })).rejects.toMatchObject({ status: 503 });
  });

  test('an answer that is no JSON', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response('<html>'));
    await expect(ask(fetch, SeasonDocument, { year: 1 })).rejects.toMatchObject({ status: 503 });
  });
});

test('all follows the pages to the end', async () => {
  const pages = [
    { nodes: [1, 2], pageInfo: { hasNextPage: true, endCursor: 'a' } },
    { nodes: [3], pageInfo: { hasNextPage: false, endCursor: 'b' } },
  ];
  const asked: (string | null)[] = [];
  const rows = await all(async (after) => {
    asked.push(after);
    return pages[asked.length - 1]!;
  });
  expect(rows).toEqual([1, 2, 3]);
  expect(asked).toEqual([null, 'a']);
});
