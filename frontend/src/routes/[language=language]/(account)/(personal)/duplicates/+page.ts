import { loadPeople } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { DuplicateCasesDocument, type DuplicateState } from '$lib/graph/duplicates';

const states: readonly DuplicateState[] = ['OPEN', 'KEPT_APART', 'MERGED'];

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const state = states.find((one) => one === url.searchParams.get('state')) ?? 'OPEN';
  const answer = await loadPeople({ fetch, url, language }, DuplicateCasesDocument, {
    filter: { state: [state] },
    ...readPlace(url.searchParams),
  });
  return { ...answer, state, states };
}
