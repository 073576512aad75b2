import { loadOwn } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { NotificationsDocument } from '$lib/graph/account';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  return loadOwn({ fetch, url, language }, NotificationsDocument, readPlace(url.searchParams));
}
