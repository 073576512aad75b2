import { describe, expect, test } from 'vitest';
import type { Figure } from './figures';
import type { RegionSummary } from './graph/queries';
import { mapRows, nationalGroups, scaleOf, shadeValue, stepOf, steps } from './map';
import { neighbour, places, pointer, type Arrow } from './tiles';

const text = (en: string) => ({ kk: en, ru: en, en });
const source = {
  code: 'S1',
  title: 'S1',
  language: null,
  description: { kk: 'Дереккөз', ru: 'Источник', en: 'Source' },
  publisher: null,
  publishedOn: null,
  address: null,
  note: null,
};

function region(isoCode: string, more: Partial<RegionSummary> = {}): RegionSummary {
  return {
    isoCode,
    kind: 'OBLAST',
    name: text(isoCode),
    centre: text('centre'),
    validFrom: null,
    predecessor: null,
    periods: [{ validFrom: null, validTo: null, name: text(isoCode) }],
    seasonRegions: [],
    ...more,
  };
}

function figure(code: string | null, value: number, more: Partial<Figure> = {}): Figure {
  return {
    code: `${code}-${value}`,
    measure: 'PROJECTS',
    qualifier: 'EXACTLY',
    basis: 'REPORTED',
    value,
    unit: 'PROJECTS',
    periodStart: '2018-01-01',
    periodEnd: '2018-12-31',
    season: { year: 2018 },
    region: code ? { isoCode: code, name: text(code) } : null,
    place: null,
    note: null,
    derivation: null,
    source,
    ...more,
  };
}

const took = (year: number) => [{ season: { year, invented: false }, source }];
const east = region('KZ-63', { seasonRegions: took(2018) });
const abai = region('KZ-10', {
  validFrom: '2022-06-08',
  predecessor: { isoCode: 'KZ-63', name: text('KZ-63') },
});
const states = (regions: RegionSummary[], figures: Figure[], years: number[]) =>
  mapRows(regions, figures, 'PROJECTS', years).map(({ state }) => state);

describe('rows', () => {
  test('what is published, what is not, who took no part, who did not exist', () => {
    const regions = [
      east,
      region('KZ-31', { seasonRegions: took(2018) }),
      region('KZ-23', { seasonRegions: took(2019) }),
      abai,
    ];
    expect(states(regions, [figure('KZ-63', 149)], [2018])).toEqual([
      'figure',
      'took',
      'none',
      'absent',
    ]);
  });

  test('other measures, seasons and parts of a region do not count', () => {
    const others = [
      figure('KZ-63', 1, { measure: 'YOUTH' }),
      figure('KZ-63', 2, { season: { year: 2019 } }),
      figure('KZ-63', 3, { place: text('Semey') }),
      figure('KZ-63', 4, { season: null }),
    ];
    expect(states([east], others, [2018])).toEqual(['took']);
  });

  test('sources that disagree stand in one row, the exact one giving the shade', () => {
    const [row] = mapRows(
      [east],
      [figure('KZ-63', 150, { qualifier: 'ABOUT' }), figure('KZ-63', 149)],
      'PROJECTS',
      [2018],
    );
    expect(row!.groups[0]!.statements.map(({ figure }) => figure.value)).toEqual([149, 150]);
    expect(row!.groups[0]!.disputed).toBe(true);
    expect(shadeValue(row!)).toBe(149);
  });

  test.each([
    [2021, 'absent'],
    [2022, 'none'],
  ])('a region of June 2022 in %d: %s', (year, state) => {
    expect(states([abai], [], [year])).toEqual([state]);
  });

  test.each([
    [[2017], ['South']],
    [[2018], ['South']],
    [[2019], []],
    [[2017, 2019], ['South']],
  ])('names in %j', (years, names) => {
    const turkistan = region('KZ-61', {
      periods: [
        { validFrom: null, validTo: '2018-06-19', name: text('South') },
        { validFrom: '2018-06-19', validTo: null, name: text('KZ-61') },
      ],
    });
    const [row] = mapRows([turkistan], [], 'TOOK_PART', years);
    expect(row!.names.map(({ en }) => en)).toEqual(names);
  });

  test('all regions together stand apart', () => {
    const derived = figure(null, 726, { basis: 'DERIVED' });
    const figures = [figure(null, 1027), figure('KZ-63', 149), derived];
    expect(nationalGroups(figures, 'PROJECTS', [2018]).map(({ first }) => first.value)).toEqual([
      1027,
    ]);
  });
});

describe('shades', () => {
  test.each([
    [0, []],
    [5, [1, 2, 3, 4, 5]],
    [269, [60, 120, 180, 240, 300]],
    [491, [100, 200, 300, 400, 500]],
    [700, [200, 400, 600, 800]],
    [3.3, [1, 2, 3, 4]],
    [136_300_000, [30e6, 60e6, 90e6, 120e6, 150e6]],
  ])('steps up to %d', (max, ends) => {
    expect(steps(max)).toEqual(ends);
  });

  test.each([
    [1, 1],
    [60, 1],
    [61, 2],
    [269, 5],
  ])('%d is in step %d', (value, step) => {
    expect(stepOf(value, steps(269))).toBe(step);
  });

  test.each([
    [269, 1],
    [953_147, 1_000],
    [136_300_000, 1_000_000],
  ])('%d is written in %d', (max, scale) => {
    expect(scaleOf(max)).toBe(scale);
  });
});

describe('tiles', () => {
  const all = Object.values(places);

  test('there are twenty, each on a place of its own', () => {
    expect(all).toHaveLength(20);
    expect(new Set(all.map(({ column, row }) => `${column}/${row}`)).size).toBe(20);
  });

  test.each<[string, Arrow, string]>([
    ['KZ-27', 'ArrowRight', 'KZ-39'],
    ['KZ-27', 'ArrowLeft', 'KZ-27'],
    ['KZ-59', 'ArrowDown', 'KZ-11'],
    ['KZ-71', 'ArrowUp', 'KZ-59'],
    ['KZ-33', 'ArrowDown', 'KZ-75'],
    ['KZ-79', 'ArrowUp', 'KZ-61'],
  ])('from %s by %s to %s', (from, arrow, to) => {
    expect(neighbour(from, arrow)).toBe(to);
  });

  test('arrows lead to every tile', () => {
    const reached = new Set(['KZ-27']);
    for (const code of reached) {
      for (const arrow of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const) {
        reached.add(neighbour(code, arrow));
      }
    }
    expect(reached.size).toBe(20);
  });

  test.each([
    ['KZ-10', 'KZ-63', '→'],
    ['KZ-62', 'KZ-35', '→'],
    ['KZ-33', 'KZ-19', '←'],
    ['KZ-79', 'KZ-61', '↑'],
  ])('%s split off from %s, which lies beside it', (from, to, arrow) => {
    const [a, b] = [places[from]!, places[to]!];
    expect(Math.abs(a.column - b.column) + Math.abs(a.row - b.row)).toBe(1);
    expect(pointer(from, to)).toBe(arrow);
  });
});
