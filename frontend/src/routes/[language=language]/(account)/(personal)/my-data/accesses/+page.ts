import { loadOwn } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { DataAccessesDocument } from '$lib/graph/personal';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const all = url.searchParams.get('whose') === 'all';
  const answer = await loadOwn({ fetch, url, language }, DataAccessesDocument, {
    filter: { others: all ? null : true },
    ...readPlace(url.searchParams),
  });
  return { ...answer, all };
}
