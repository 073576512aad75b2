import { redirect } from '@sveltejs/kit';
import { loadYouth } from '$lib/account/graph';
import { OwnDataDocument } from '$lib/graph/personal';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const answer = await loadYouth({ fetch, url, language }, OwnDataDocument, {});
  const youth = answer.viewer.youth ?? redirect(307, `/${language}/my-data/register`);
  return { ...answer, youth };
}
