import type { Mark, Row } from './chart';
import { byPeriod, group, type Figure, type Group, type Source } from './figures';
import type { SeasonCompared } from './graph/queries';
import type { Measure } from './graph/types';
import { i18n } from './i18n';
import { dyeOf, programmeEnd } from './season';

/** What the seasons are compared by; regions are counted here, the rest is published. */
export const measures = ['PROJECTS', 'YOUTH', 'REGIONS', 'APPLICATIONS'] as const;
export type Compared = (typeof measures)[number];

const programmeStart = '2017-01-01';
const shares: Measure[] = ['RURAL_SHARE', 'EDUCATION_SHARE', 'CULTURE_SHARE'];

export const nameOf = (measure: Compared) =>
  measure === 'REGIONS' ? i18n.m.compare.regionsCount : i18n.m.measures[measure];

/** Each source once. */
const unique = (sources: Source[]) => [...new Map(sources.map((one) => [one.code, one])).values()];

function marksOf(found: Group): Mark[] {
  return found.statements.map(({ figure, citations }) => {
    const { code, value, qualifier, basis, unit, derivation } = figure;
    const [before, after] = i18n.m.around(qualifier, value, unit);
    return {
      key: code,
      value,
      qualifier,
      basis,
      text: before + i18n.format.number(value) + after,
      unit: i18n.m.chart.units[unit],
      sources: unique(citations.map(({ source }) => source)),
      notes: [...new Set(citations.flatMap(({ note }) => (note ? [i18n.text(note)] : [])))],
      derivation,
    };
  });
}

function regionOf({ region, place }: Figure): string {
  if (!region) return i18n.m.figure.country;
  return i18n.text(region.name) + (place ? `, ${i18n.text(place)}` : '');
}

function rowOf(found: Group, more: Pick<Row, 'label' | 'detail' | 'path' | 'dye'>): Row {
  const { key, first, disputed } = found;
  return {
    key,
    period: i18n.format.period(first.periodStart, first.periodEnd),
    region: regionOf(first),
    measure: i18n.m.measures[first.measure],
    marks: marksOf(found),
    disputed,
    ...more,
  };
}

// A part of a region is no link: the page is about the whole.
function ofRegion({ first: { region, place } }: Group) {
  const name = i18n.text(region!.name);
  if (place) return { label: i18n.text(place), detail: name };
  return { label: name, path: `/regions/${region!.isoCode}` };
}

/**
 * The seasons by a measure. Where none has a figure of its own, the regions that
 * published one stand for it, which `partial` tells.
 */
export function seasonRows(
  measure: Compared,
  seasons: readonly SeasonCompared[],
  figures: readonly Figure[],
): { rows: Row[]; partial: boolean } {
  if (measure === 'REGIONS') return { rows: seasons.map(countRow), partial: false };
  const own = figures.filter((figure) => figure.measure === measure && figure.basis !== 'DERIVED');
  const partial = !own.some((figure) => figure.season && !figure.region);
  const rows = seasons.flatMap(({ year }): Row[] => {
    const found = group(
      own.filter(
        (figure) =>
          figure.season?.year === year && Boolean(figure.region) === partial && !figure.place,
      ),
    );
    const season = { label: `${year}`, path: `/seasons/${year}`, dye: dyeOf(year) };
    if (found.length) {
      return found.map((one) =>
        rowOf(one, partial ? { ...season, detail: regionOf(one.first) } : season),
      );
    }
    return [
      {
        ...season,
        key: `${year}`,
        period: `${year}`,
        region: i18n.m.figure.country,
        measure: i18n.m.measures[measure],
        marks: [],
        disputed: false,
      },
    ];
  });
  return { rows, partial };
}

function countRow({ year, seasonRegions }: SeasonCompared): Row {
  const count = seasonRegions.length;
  return {
    key: `${year}`,
    label: `${year}`,
    path: `/seasons/${year}`,
    dye: dyeOf(year),
    period: `${year}`,
    region: i18n.m.figure.country,
    measure: i18n.m.compare.regionsCount,
    disputed: false,
    marks: [
      {
        key: `${year}-regions`,
        value: count,
        qualifier: 'EXACTLY',
        basis: 'DERIVED',
        text: i18n.m.hero.count(count),
        unit: i18n.m.chart.regions,
        sources: unique(seasonRegions.flatMap(({ source }) => source ?? [])),
        notes: [i18n.m.compare.counted],
        derivation: seasonRegions.map(({ region }) => i18n.text(region.name)).join(', '),
      },
    ],
  };
}

/** What is published by region in a season. */
export function regionalMeasures(year: number, figures: readonly Figure[]): Measure[] {
  const own = figures.filter((figure) => figure.region && figure.season?.year === year);
  const found = new Set(own.map(({ measure }) => measure));
  return (Object.keys(i18n.m.measures) as Measure[]).filter((measure) => found.has(measure));
}

/** All regions of a season by a measure, parts of a region below it. */
export function regionRows(
  measure: Measure,
  season: SeasonCompared,
  figures: readonly Figure[],
): Row[] {
  const dye = dyeOf(season.year);
  return season.seasonRegions.flatMap(({ region }): Row[] => {
    const found = group(
      figures.filter(
        (figure) =>
          figure.measure === measure &&
          figure.season?.year === season.year &&
          figure.region?.isoCode === region.isoCode,
      ),
    ).sort((a, b) => Number(Boolean(a.first.place)) - Number(Boolean(b.first.place)));
    if (found.length) {
      return found.map((one) => rowOf(one, { ...ofRegion(one), dye }));
    }
    return [
      {
        key: region.isoCode,
        label: i18n.text(region.name),
        path: `/regions/${region.isoCode}`,
        dye,
        period: `${season.year}`,
        region: i18n.text(region.name),
        measure: i18n.m.measures[measure],
        marks: [],
        disputed: false,
      },
    ];
  });
}

/** The figures of several years, each kind of unit over a scale of its own. */
export function totalCharts(
  figures: readonly Figure[],
): { name: string; title: string; rows: Row[] }[] {
  const wanted: [name: string, title: string, measures: Measure[]][] = [
    ['youth', i18n.m.measures.YOUTH, ['YOUTH', 'YOUTH_COMPLETED']],
    ['projects', i18n.m.measures.PROJECTS, ['PROJECTS']],
    ['shares', i18n.m.compare.shares, shares],
  ];
  const several = figures.filter(
    ({ season, region, periodStart, periodEnd }) =>
      !season && !region && periodStart >= programmeStart && periodEnd <= programmeEnd,
  );
  return wanted.map(([name, title, measures]) => ({
    name,
    title,
    rows: byPeriod(several.filter(({ measure }) => measures.includes(measure))).flatMap(
      ({ start, end, groups }) =>
        groups.map((one) =>
          rowOf(
            one,
            measures.length > 1
              ? {
                  label: i18n.m.measures[one.first.measure],
                  detail: i18n.format.period(start, end),
                }
              : { label: i18n.format.period(start, end) },
          ),
        ),
    ),
  }));
}
