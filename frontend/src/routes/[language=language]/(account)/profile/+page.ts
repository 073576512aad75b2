import { loadOwn } from '$lib/account/graph';
import { ProfileDocument } from '$lib/graph/account';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  return loadOwn({ fetch, url, language }, ProfileDocument, {});
}
