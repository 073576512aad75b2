import { figures, regions, seasons } from '$lib/graph/queries';
import type { Language } from '$lib/language';

// The choice in the address is not asked of the graph: to change it fetches nothing.
export async function load({ fetch, params }) {
  const [listed, published, held] = await Promise.all([
    regions(fetch, params.language as Language),
    figures(fetch, {}),
    seasons(fetch),
  ]);
  return { regions: listed, figures: published, years: held.map(({ year }) => year).sort() };
}
