import { error } from '@sveltejs/kit';
import { askOwn, Unreachable } from '$lib/account/graph';
import { takeToken } from '$lib/account/token';
import { OpenInvitationDocument, ViewerDocument } from '$lib/graph/account';

export async function load({ fetch, parent }) {
  const token = takeToken('invitation');
  const { language } = await parent();
  if (!token) return { token, invitation: null, signedIn: false };
  try {
    const [{ openInvitation }, { viewer }] = await Promise.all([
      askOwn(fetch, language, OpenInvitationDocument, { input: { token } }),
      askOwn(fetch, language, ViewerDocument, {}),
    ]);
    return { token, invitation: openInvitation, signedIn: viewer.account !== null };
  } catch (failure) {
    if (failure instanceof Unreachable) error(503, 'no answer');
    error(502, String(failure));
  }
}
