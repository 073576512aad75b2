import { error } from '@sveltejs/kit';
import { askOwn, loadOwn, looksAfterPeople } from '$lib/account/graph';
import { RunningExceptionalAccessesDocument } from '$lib/graph/exceptional';
import { YouthDocument } from '$lib/graph/personal';
import { loadExceptionalWords, mayOpen } from '$lib/personal/exceptional';
import { loadGuardianWords } from '$lib/personal/guardian';

export async function load({ fetch, parent, params, url }) {
  const { language } = await parent();
  const answer = await loadOwn({ fetch, url, language }, YouthDocument, { id: params.id });
  const { node, viewer } = answer;
  if (!looksAfterPeople(viewer) && !mayOpen(viewer)) error(403);
  const youth = node?.__typename === 'Youth' ? node : error(404);
  const running = mayOpen(viewer)
    ? (await askOwn(fetch, language, RunningExceptionalAccessesDocument, {})).viewer
        .exceptionalAccesses
    : [];
  return {
    ...answer,
    youth,
    /** By what the person is seen, outside of the ordinary scope. */
    access: running.find((one) => one.youth?.id === youth.id),
    exceptional: await loadExceptionalWords(language),
    guardian: await loadGuardianWords(language),
  };
}
