import { regions } from '$lib/graph/queries';

export async function load({ fetch, parent }) {
  const { language } = await parent();
  return { regions: await regions(fetch, language) };
}
