import { sources } from '$lib/graph/queries';

export async function load({ fetch }) {
  return { sources: await sources(fetch) };
}
