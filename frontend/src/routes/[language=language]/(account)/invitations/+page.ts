import { loadPeople } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { InvitationsDocument } from '$lib/graph/account';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  return loadPeople({ fetch, url, language }, InvitationsDocument, readPlace(url.searchParams));
}
