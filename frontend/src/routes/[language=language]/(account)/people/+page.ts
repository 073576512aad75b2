import { loadPeople } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { PeopleDocument, type Role } from '$lib/graph/account';

export async function load({ fetch, parent, url }) {
  const { language, words } = await parent();
  const get = (name: string) => url.searchParams.get(name) ?? '';
  const filter = {
    search: get('search').trim().slice(0, 200),
    role: Object.hasOwn(words.roles, get('role')) ? (get('role') as Role) : ('' as const),
    state: ['may', 'blocked'].includes(get('state')) ? get('state') : '',
  };
  const answer = await loadPeople({ fetch, url, language }, PeopleDocument, {
    filter: {
      search: filter.search || null,
      role: filter.role || null,
      blocked: filter.state ? filter.state === 'blocked' : null,
    },
    ...readPlace(url.searchParams),
  });
  return { ...answer, filter };
}
