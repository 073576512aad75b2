import { loadPeople } from '$lib/account/graph';
import { readPlace } from '$lib/account/lists';
import { YouthsDocument } from '$lib/graph/personal';
import { loadExceptionalWords } from '$lib/personal/exceptional';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const get = (name: string) => url.searchParams.get(name) ?? '';
  const filter = {
    search: get('search').trim().slice(0, 200),
    region: /^KZ-\d\d$/.test(get('region')) ? get('region') : '',
  };
  const answer = await loadPeople({ fetch, url, language }, YouthsDocument, {
    filter: { search: filter.search || null, region: filter.region || null },
    ...readPlace(url.searchParams),
  });
  return { ...answer, filter, exceptional: await loadExceptionalWords(language) };
}
