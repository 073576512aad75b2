import type { Direction, ProjectsQueryVariables, Stage } from './graph/types';
import type { Messages } from './messages';

/** How many projects a page of the list has. */
export const pageSize = 20;

/** What the address of the list says; empty where it says nothing. */
export interface ProjectFilter {
  search: string;
  season: string;
  region: string;
  direction: Direction | '';
  stage: Stage | '';
}

/** Reads the filter from an address. A value that cannot be is as good as none. */
export function readFilter(query: URLSearchParams, m: Messages): ProjectFilter {
  const get = (name: string) => query.get(name) ?? '';
  const oneOf = <Key extends string>(words: Record<Key, string>, name: string) =>
    Object.hasOwn(words, get(name)) ? (get(name) as Key) : '';
  return {
    search: get('search').trim().slice(0, 200),
    season: /^\d{4}$/.test(get('season')) ? get('season') : '',
    region: get('region'),
    direction: oneOf(m.directions, 'direction'),
    stage: oneOf(m.projects.stages, 'stage'),
  };
}

/** The variables of the page of the list that an address names. */
export function readPage(query: URLSearchParams, filter: ProjectFilter): ProjectsQueryVariables {
  const { search, season, region, direction, stage } = filter;
  const before = query.get('before');
  return {
    filter: {
      search: search || null,
      season: season ? [Number(season)] : null,
      region: region || null,
      direction: direction ? [direction] : null,
      stage: stage ? [stage] : null,
    },
    ...(before ? { last: pageSize, before } : { first: pageSize, after: query.get('after') }),
  };
}

/** The query of an address: the filter, and where in the list the page lies. */
export function writeQuery(
  filter: ProjectFilter,
  place: { after?: string; before?: string } = {},
): string {
  const given = Object.entries({ ...filter, ...place }).filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return query && `?${query}`;
}

/** A project's direction in words; on a project, "other" is a theme and no remark on a list. */
export const directionOf = (m: Messages, direction: Direction) =>
  direction === 'OTHER' ? m.projects.otherDirection : m.directions[direction];
