import { loadPeople, staff } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { InvitationsDocument } from '$lib/graph/account';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  // Young people who registered invited themselves.
  return loadPeople({ fetch, url, language }, InvitationsDocument, {
    filter: { role: staff },
    ...readPlace(url.searchParams),
  });
}
