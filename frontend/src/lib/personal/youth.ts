import { error, redirect } from '@sveltejs/kit';
import { takesPart } from '$lib/account/graph';
import type { ViewerFieldsFragment } from '$lib/graph/account';
import type { Language } from '$lib/language';

/**
 * The profile of who is asking. Who has none is led to register as a young person;
 * others are told that the page is not theirs.
 */
export function ownProfile<Youth>(
  viewer: ViewerFieldsFragment & { youth: Youth | null },
  language: Language,
): Youth {
  if (viewer.youth) return viewer.youth;
  return takesPart(viewer) ? redirect(307, `/${language}/my-data/register`) : error(403);
}
