import { error } from '@sveltejs/kit';
import { loadPeople } from '$lib/account/graph';
import { PersonDocument } from '$lib/graph/account';

export async function load({ fetch, parent, params, url }) {
  const { language } = await parent();
  const answer = await loadPeople({ fetch, url, language }, PersonDocument, { id: params.id });
  const { node } = answer;
  return { ...answer, person: node?.__typename === 'Account' ? node : error(404) };
}
