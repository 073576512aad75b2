import type { Language } from '$lib/language';
import { all, ask } from './client';
import {
  DemoDocument,
  FiguresDocument,
  RegionDocument,
  RegionsDocument,
  SeasonDocument,
  SeasonsComparedDocument,
  SeasonsDocument,
  SourcesDocument,
  type FigureFilter,
} from './types';

type Fetch = typeof fetch;

/** Every figure that meets the filter, by its period. */
export const figures = (fetch: Fetch, filter: FigureFilter) =>
  all(async (after) => (await ask(fetch, FiguresDocument, { filter, after })).figures);

/** The seasons of the programme, without what is invented for demonstration. */
export const seasons = async (fetch: Fetch) =>
  (await ask(fetch, SeasonsDocument, { filter: { invented: false } })).seasons.nodes;

/** All seasons, an invented one among them. */
export const everySeason = async (fetch: Fetch) =>
  (await ask(fetch, SeasonsDocument, {})).seasons.nodes;

/** The invented season with what to try of it; none where none is loaded. */
export async function demonstration(fetch: Fetch) {
  const { seasons, socialProjectCounts } = await ask(fetch, DemoDocument, {});
  const season = seasons.nodes[0];
  return season && { ...season, counts: socialProjectCounts };
}

/** The seasons with their regions, and the source of each part. */
export const seasonsCompared = async (fetch: Fetch) =>
  (await ask(fetch, SeasonsComparedDocument, {})).seasons.nodes;

export const season = async (fetch: Fetch, year: number) =>
  (await ask(fetch, SeasonDocument, { year })).season;

/** The regions in the alphabetical order of the language. */
export const regions = async (fetch: Fetch, language: Language) => {
  const fields = { kk: 'NAME_KK', ru: 'NAME_RU', en: 'NAME_EN' } as const;
  const orderBy = { field: fields[language] };
  return (await ask(fetch, RegionsDocument, { orderBy })).regions.nodes;
};

export const region = async (fetch: Fetch, code: string) =>
  (await ask(fetch, RegionDocument, { code })).region;

export const sources = (fetch: Fetch) =>
  all(async (after) => (await ask(fetch, SourcesDocument, { after })).sources);

export type Season = NonNullable<Awaited<ReturnType<typeof season>>>;
export type RegionSummary = Awaited<ReturnType<typeof regions>>[number];
export type SeasonCompared = Awaited<ReturnType<typeof seasonsCompared>>[number];
export type SeasonSummary = Awaited<ReturnType<typeof seasons>>[number];
