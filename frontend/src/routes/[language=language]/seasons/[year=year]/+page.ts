import { error } from '@sveltejs/kit';
import { figures, season } from '$lib/graph/queries';

export async function load({ fetch, params }) {
  const year = Number(params.year);
  const [{ season: found, years }, published] = await Promise.all([
    season(fetch, year),
    figures(fetch, { season: [year] }),
  ]);
  return { season: found ?? error(404), years, figures: published };
}
