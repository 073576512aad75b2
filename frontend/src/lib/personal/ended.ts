import { goto } from '$app/navigation';
import { i18n } from '$lib/i18n';

/** Leaves the page of a person whose exceptional access has ended for one's own list of them, which says so. */
export const leaveEnded = () =>
  goto(`${i18n.href('/exceptional-access')}?which=own`, {
    replaceState: true,
    state: { done: 'ended' },
  });
