import { error } from '@sveltejs/kit';
import { loadOwn } from '$lib/account/graph';
import { RunningExceptionalAccessesDocument } from '$lib/graph/exceptional';
import { loadExceptionalWords, mayOpen } from '$lib/personal/exceptional';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const answer = await loadOwn({ fetch, url, language }, RunningExceptionalAccessesDocument, {});
  if (!mayOpen(answer.viewer)) error(403);
  return { ...answer, exceptional: await loadExceptionalWords(language) };
}
