import { loadOwn } from '$lib/account/graph';
import { OwnDataDocument } from '$lib/graph/personal';
import { loadGuardianWords } from '$lib/personal/guardian';
import { ownProfile } from '$lib/personal/youth';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const answer = await loadOwn({ fetch, url, language }, OwnDataDocument, {});
  const youth = ownProfile(answer.viewer, language);
  return { ...answer, youth, guardian: await loadGuardianWords(language) };
}
