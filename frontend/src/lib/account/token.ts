import { redirect } from '@sveltejs/kit';

// Tokens by the page that they are for. They stay in memory, so that changing
// the language does not lose them.
const tokens = new Map<string, string>();
const key = (page: string) => `zhas-link-${page}`;

/**
 * The token of the link that a page was opened with, or an empty text. For load
 * functions: a token behind the # leaves the address at once, so that neither the
 * history nor a glance at the screen has it. A lasting one stays in the tab when the
 * page is loaded anew, until it is forgotten or the tab is closed.
 */
export function takeToken(page: string, lasting = false): string {
  const token = location.hash.slice(1);
  if (token && tokens.get(page) !== token) {
    tokens.set(page, token);
    if (lasting) sessionStorage.setItem(key(page), token);
    redirect(307, location.pathname + location.search);
  }
  return tokens.get(page) || (lasting && sessionStorage.getItem(key(page))) || '';
}

/** Forgets the token of a page, whose link is of no use any more. */
export function forgetToken(page: string) {
  tokens.delete(page);
  sessionStorage.removeItem(key(page));
}

/** Opens a page anew when another link is opened where it is shown already. */
export function reloadForLink() {
  if (location.hash.length > 1) location.reload();
}
