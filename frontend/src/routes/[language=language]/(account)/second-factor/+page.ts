import { redirect } from '@sveltejs/kit';
import { loadAsked } from '$lib/account/graph';
import { ViewerDocument } from '$lib/graph/account';

export async function load({ fetch, parent, url }) {
  const { language } = await parent();
  const { viewer } = await loadAsked({ fetch, url, language }, ViewerDocument, {});
  if (!viewer.account && viewer.secondFactor === 'NONE') {
    redirect(307, `/${language}/sign-in${url.search}`);
  }
  return { step: viewer.secondFactor };
}
