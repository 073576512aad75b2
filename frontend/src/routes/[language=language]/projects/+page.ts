import { ask } from '$lib/graph/client';
import { everySeason, figures, regions } from '$lib/graph/queries';
import { ProjectsDocument } from '$lib/graph/types';
import { readFilter, readPage } from '$lib/projects';

export async function load({ fetch, parent, url }) {
  const { language, m } = await parent();
  const filter = readFilter(url.searchParams, m);
  // The filter stays usable when the list fails, as it does for a page that is out of date.
  const list = ask(fetch, ProjectsDocument, readPage(url.searchParams, filter)).catch(() => null);
  const [allSeasons, allRegions, page] = await Promise.all([
    everySeason(fetch),
    regions(fetch, language),
    list,
  ]);
  const published = page?.published.totalCount !== 0;
  return {
    filter,
    seasons: allSeasons,
    regions: allRegions,
    page: page?.socialProjects ?? null,
    published,
    // What can be said of the projects while none of them is published.
    figures: published ? [] : await figures(fetch, { national: true, measure: ['PROJECTS'] }),
  };
}
