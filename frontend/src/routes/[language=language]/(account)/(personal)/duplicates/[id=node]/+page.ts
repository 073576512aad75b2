import { error } from '@sveltejs/kit';
import { loadPeople } from '$lib/account/graph';
import { DuplicateCaseDocument } from '$lib/graph/duplicates';
import { loadGuardianWords } from '$lib/personal/guardian';

export async function load({ fetch, parent, params, url }) {
  const { language } = await parent();
  const answer = await loadPeople({ fetch, url, language }, DuplicateCaseDocument, {
    id: params.id,
  });
  const { node } = answer;
  return {
    ...answer,
    pair: node?.__typename === 'DuplicateCase' ? node : error(404),
    guardian: await loadGuardianWords(language),
  };
}
