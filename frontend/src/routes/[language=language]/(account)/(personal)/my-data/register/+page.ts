import { error, redirect } from '@sveltejs/kit';
import { loadOwn, takesPart } from '$lib/account/graph';
import { RegistrationDocument } from '$lib/graph/personal';
import { loadGuardianWords } from '$lib/personal/guardian';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const answer = await loadOwn({ fetch, url, language }, RegistrationDocument, {});
  if (answer.viewer.youth) redirect(307, `/${language}/my-data`);
  if (!takesPart(answer.viewer)) error(403);
  return { ...answer, guardian: await loadGuardianWords(language) };
}
