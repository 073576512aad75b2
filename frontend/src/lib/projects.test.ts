import { describe, expect, test } from 'vitest';
import { loadMessages } from './messages';
import { readFilter, readPage, writeQuery } from './projects';

const read = async (query: string) =>
  readFilter(new URLSearchParams(query), await loadMessages('en'));

describe('the address of the list of projects', () => {
  test('is read and written without loss', async () => {
    const query =
      '?search=book+%D0%B5%D2%A3&season=2018&region=KZ-63&direction=EDUCATION&stage=COMPLETED';
    const filter = await read(query);
    expect(filter).toEqual({
      search: 'book ең',
      season: '2018',
      region: 'KZ-63',
      direction: 'EDUCATION',
      stage: 'COMPLETED',
    });
    expect(writeQuery(filter)).toBe(query);
    expect(writeQuery(filter, { after: 'a/b' })).toBe(`${query}&after=a%2Fb`);
    expect(writeQuery(await read(''))).toBe('');
  });

  test('asks the graph for one page', async () => {
    const nothing = { search: null, season: null, region: null, direction: null, stage: null };
    const page = async (query: string) => readPage(new URLSearchParams(query), await read(query));
    expect(await page('')).toEqual({ filter: nothing, first: 20, after: null });
    expect(await page('season=2018&after=x')).toEqual({
      filter: { ...nothing, season: [2018] },
      first: 20,
      after: 'x',
    });
    expect(await page('before=y&after=x')).toEqual({ filter: nothing, last: 20, before: 'y' });
  });

  test('what cannot be is as good as none', async () => {
    const filter = await read('?season=soon&direction=toString&stage=GONE&search=+');
    expect(writeQuery(filter)).toBe('');
    expect((await read(`search=${'x'.repeat(300)}`)).search).toHaveLength(200);
  });
});
