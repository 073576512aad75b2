import { error } from '@sveltejs/kit';
import { askOwn, Unreachable } from '$lib/account/graph';
import { takeToken } from '$lib/account/token';
import { OpenGuardianRequestDocument } from '$lib/graph/guardian';
import { loadGuardianWords } from '$lib/personal/guardian';

export async function load({ fetch, parent }) {
  const token = takeToken('guardian', true);
  const { language } = await parent();
  const guardian = await loadGuardianWords(language);
  if (!token) return { guardian, token, link: null };
  try {
    const { openGuardianRequest } = await askOwn(fetch, language, OpenGuardianRequestDocument, {
      input: { token },
    });
    return { guardian, token, link: openGuardianRequest };
  } catch (failure) {
    if (failure instanceof Unreachable) error(503, 'no answer');
    error(502, String(failure));
  }
}
