import { error } from '@sveltejs/kit';
import { loadPeople } from '$lib/account/graph';
import { YouthDocument } from '$lib/graph/personal';

export async function load({ fetch, parent, params, url }) {
  const { language } = await parent();
  const answer = await loadPeople({ fetch, url, language }, YouthDocument, { id: params.id });
  const { node } = answer;
  return { ...answer, youth: node?.__typename === 'Youth' ? node : error(404) };
}
