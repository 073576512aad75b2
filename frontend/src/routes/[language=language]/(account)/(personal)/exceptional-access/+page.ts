import { error } from '@sveltejs/kit';
import { loadOwn, looksAfterPeople } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { ExceptionalAccessesDocument } from '$lib/graph/exceptional';
import { loadExceptionalWords, mayOpen } from '$lib/personal/exceptional';

/** Which of them, by what the address says, with the filter that finds them. */
const filters = {
  waiting: { others: true, reviewed: false },
  reviewed: { others: true, reviewed: true },
  own: { others: false },
};

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const given = url.searchParams.get('which') as keyof typeof filters;
  const ask = (which: keyof typeof filters) =>
    loadOwn({ fetch, url, language }, ExceptionalAccessesDocument, {
      filter: filters[which],
      ...readPlace(url.searchParams),
    });
  const which = given in filters ? given : 'waiting';
  const answer = await ask(which);
  const reviews = looksAfterPeople(answer.viewer);
  const opens = mayOpen(answer.viewer);
  if (!reviews && !opens) error(403);
  // Analysts review nothing: the list is their own.
  const own = reviews || which === 'own' ? answer : await ask('own');
  return {
    ...own,
    which: reviews ? which : 'own',
    reviews,
    opens,
    exceptional: await loadExceptionalWords(language),
  };
}
