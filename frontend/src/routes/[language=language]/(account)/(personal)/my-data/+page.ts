import { loadOwn } from '$lib/account/graph';
import { OwnDataDocument } from '$lib/graph/personal';
import { ownProfile } from '$lib/personal/youth';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const answer = await loadOwn({ fetch, url, language }, OwnDataDocument, {});
  return { ...answer, youth: ownProfile(answer.viewer, language) };
}
