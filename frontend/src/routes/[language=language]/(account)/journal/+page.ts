import { askOwn, loadAdministrator } from '$lib/account/graph';
import { JournalDocument, RecordNamesDocument, type ActorKind } from '$lib/graph/journal';
import { instant, loadJournalWords, namesOf, recordsOf } from '$lib/journal/changes';

/** How many changes a page has. */
const pageSize = 30;

export async function load({ fetch, parent, url }) {
  const { language, words } = await parent();
  const journal = await loadJournalWords(language);
  const get = (name: string) => url.searchParams.get(name) ?? '';
  const day = (name: string) => (instant(get(name)) ? get(name) : '');
  const filter = {
    type: Object.hasOwn(journal.types, get('type')) ? get('type') : '',
    actor: Object.hasOwn(journal.actors, get('actor'))
      ? (get('actor') as ActorKind)
      : ('' as const),
    account: /^\d{1,18}$/.test(get('account')) ? get('account') : '',
    from: day('from'),
    to: day('to'),
  };
  const answer = await loadAdministrator({ fetch, url, language }, JournalDocument, {
    first: pageSize,
    after: get('after') || null,
    filter: {
      type: filter.type ? [filter.type] : null,
      actor: filter.actor ? [filter.actor] : null,
      account: filter.account || null,
      since: instant(filter.from),
      until: instant(filter.to, 1),
    },
  });
  const ids = recordsOf(answer.journal.nodes, filter.account ? [filter.account] : []);
  // The names make it easier to read; without them the journal is still complete.
  const named = ids.length
    ? await askOwn(fetch, language, RecordNamesDocument, { ids }).catch(() => ({ nodes: [] }))
    : { nodes: [] };
  return {
    ...answer,
    filter,
    journalWords: journal,
    names: namesOf(named.nodes, language, words.roles),
  };
}
