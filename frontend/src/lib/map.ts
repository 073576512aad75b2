import { group, type Figure, type Group, type Text } from './figures';
import type { RegionSummary } from './graph/queries';
import type { Measure } from './graph/types';

/** What the map can show: a measure of the figures, or who took part at all. */
export type Choice = Measure | 'TOOK_PART';

/** What is known of a region in the chosen seasons. */
export interface Row {
  region: RegionSummary;
  /**
   * `figure`: a value is published; `took`: it took part, and nothing more is known;
   * `none`: no source says that it took part; `absent`: it was still part of its predecessor.
   */
  state: 'figure' | 'took' | 'none' | 'absent';
  seasons: RegionSummary['seasonRegions'];
  groups: Group[];
  /** Its names of then, where they differ from today's. */
  names: Text[];
}

/** The rows of the map, one a region, for a choice in the seasons of these years. */
export function mapRows(
  regions: readonly RegionSummary[],
  figures: readonly Figure[],
  choice: Choice,
  years: readonly number[],
): Row[] {
  const chosen = choose(figures, choice, years);
  const first = `${Math.min(...years)}-01-01`;
  const last = `${Math.max(...years)}-12-31`;
  return regions.map((region) => {
    const absent = Boolean(region.predecessor && region.validFrom && region.validFrom > last);
    const seasons = region.seasonRegions.filter(({ season }) => years.includes(season.year));
    const groups = group(chosen.filter((figure) => figure.region?.isoCode === region.isoCode));
    const names = region.periods
      .filter(({ validFrom, validTo }) => (validFrom ?? '') <= last && (validTo ?? last) > first)
      .map(({ name }) => name)
      .filter(({ en }) => en !== region.name.en);
    const state = groups.length ? 'figure' : absent ? 'absent' : seasons.length ? 'took' : 'none';
    return { region, state, seasons, groups, names: absent ? [] : names };
  });
}

/**
 * What is said of the chosen measure for all regions together, with what follows
 * from it: the sum of the regions, and what is left for those without a figure.
 */
export function nationalGroups(
  figures: readonly Figure[],
  choice: Choice,
  years: readonly number[],
): Group[] {
  return group(choose(figures, choice, years).filter(({ region }) => !region));
}

// A part of a region is told on the region's page: here it would count twice.
function choose(figures: readonly Figure[], choice: Choice, years: readonly number[]): Figure[] {
  return figures.filter(
    ({ measure, season, place }) =>
      measure === choice && season && years.includes(season.year) && !place,
  );
}

/** The number that gives a region its shade: of several, the one that stands first. */
export const shadeValue = ({ groups }: Row) => groups[0]?.statements[0]?.figure.value;

/** The upper ends of at most five equal steps from 0 that hold the greatest value. */
export function steps(max: number): number[] {
  if (max <= 0) return [];
  const power = 10 ** Math.floor(Math.log10(max / 5));
  const step = [1, 2, 3, 4, 5, 6, 10].map((n) => n * power).find((n) => n * 5 >= max)!;
  return Array.from({ length: Math.ceil(max / step) }, (_, i) => (i + 1) * step);
}

/** The step that a value falls into, counted from 1. */
export function stepOf(value: number, ends: readonly number[]): number {
  return ends.findIndex((end) => value <= end) + 1;
}

/** In what numbers are written where room is scarce. */
export function scaleOf(max: number): 1 | 1_000 | 1_000_000 {
  return max >= 1_000_000 ? 1_000_000 : max >= 100_000 ? 1_000 : 1;
}
