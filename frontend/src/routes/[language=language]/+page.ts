import { figures, seasons } from '$lib/graph/queries';

export async function load({ fetch }) {
  const [rounds, national] = await Promise.all([
    seasons(fetch),
    figures(fetch, { national: true }),
  ]);
  return { seasons: rounds, figures: national };
}
