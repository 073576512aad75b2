import { describe, expect, test } from 'vitest';
import { byPeriod, group, type Figure } from './figures';

const text = (en: string) => ({ kk: en, ru: en, en });

function figure(source: string, value: number, more: Partial<Figure> = {}): Figure {
  return {
    code: `${source}-${value}`,
    measure: 'PROJECTS',
    qualifier: 'EXACTLY',
    basis: 'REPORTED',
    value,
    unit: 'PROJECTS',
    periodStart: '2018-01-01',
    periodEnd: '2018-12-31',
    season: { year: 2018 },
    region: null,
    place: null,
    note: null,
    derivation: null,
    source: {
      code: source,
      title: source,
      language: null,
      description: text(source),
      publisher: null,
      publishedOn: null,
      address: null,
      note: null,
    },
    ...more,
  };
}

const seen = (figures: Figure[]) =>
  group(figures).map(({ statements, disputed }) => ({
    values: statements.map(({ figure }) => figure.value),
    sources: statements.map(({ citations }) => citations.map(({ source }) => source.code).join()),
    disputed,
  }));

describe('group', () => {
  test('sources that disagree stand side by side, the exact one first', () => {
    expect(seen([figure('S0', 1000, { qualifier: 'ABOUT' }), figure('S17', 1027)])).toEqual([
      { values: [1027, 1000], sources: ['S17', 'S0'], disputed: true },
    ]);
  });

  test('the same number with another qualifier is a disagreement', () => {
    expect(seen([figure('S17', 3500, { qualifier: 'OVER' }), figure('S0', 3500)])).toEqual([
      { values: [3500, 3500], sources: ['S0', 'S17'], disputed: true },
    ]);
  });

  test('sources that agree are one statement', () => {
    expect(seen([figure('S25', 149), figure('S27', 149)])).toEqual([
      { values: [149], sources: ['S25,S27'], disputed: false },
    ]);
  });

  test('a plan or arithmetic beside a report is no dispute', () => {
    expect(
      seen([
        figure('S17', 1616, { basis: 'DERIVED' }),
        figure('S16', 1700, { basis: 'PLANNED' }),
        figure('S18', 1116),
      ]),
    ).toEqual([{ values: [1116, 1700, 1616], sources: ['S18', 'S16', 'S17'], disputed: false }]);
  });

  test('parts that are planned alike stay apart', () => {
    const part = (note: string) => figure('S2', 100, { basis: 'PLANNED', note: text(note) });
    expect(seen([part('one'), part('two')])[0]!.values).toEqual([100, 100]);
  });

  test('regions, places, measures and periods are not mixed', () => {
    const figures = [
      figure('S1', 1),
      figure('S1', 2, { region: { isoCode: 'KZ-63', name: text('East') } }),
      figure('S1', 3, { place: text('Oral') }),
      figure('S1', 4, { measure: 'YOUTH' }),
      figure('S1', 5, { periodEnd: '2019-12-31' }),
    ];
    expect(group(figures)).toHaveLength(5);
  });
});

test('periods: the latest first, the longer before the shorter', () => {
  const years = (start: number, end: number) =>
    figure('S1', start, { periodStart: `${start}-01-01`, periodEnd: `${end}-12-31` });
  const found = byPeriod([
    years(2017, 2018),
    years(2020, 2020),
    years(2018, 2021),
    years(2017, 2021),
  ]);
  expect(found.map(({ start, end }) => `${start.slice(0, 4)}-${end.slice(0, 4)}`)).toEqual([
    '2017-2021',
    '2018-2021',
    '2020-2020',
    '2017-2018',
  ]);
});
