import { error } from '@sveltejs/kit';
import { figures, region } from '$lib/graph/queries';

export async function load({ fetch, params }) {
  const [found, published] = await Promise.all([
    region(fetch, params.code),
    figures(fetch, { region: params.code }),
  ]);
  return { region: found ?? error(404), figures: published };
}
