import { figures, seasonsCompared } from '$lib/graph/queries';

export async function load({ fetch }) {
  const [seasons, published] = await Promise.all([seasonsCompared(fetch), figures(fetch, {})]);
  return { seasons, figures: published };
}
