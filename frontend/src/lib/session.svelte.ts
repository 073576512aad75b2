import type { ViewerFieldsFragment } from './graph/account';

// Says that somebody signed in on this device, and nothing else: the cookie of
// the session is out of a script's reach, and pages of the public must not ask
// the server for it.
const key = 'zhas-signed-in';

let begun = $state(Boolean(localStorage.getItem(key)));
let viewer = $state<ViewerFieldsFragment | null>(null);

// Signing in and out in another tab of the browser.
addEventListener('storage', (event) => {
  if (event.key !== key) return;
  begun = Boolean(event.newValue);
  viewer = null;
});

/** Who is signed in, as far as this device knows. */
export const session = {
  /** Somebody signed in on this device, perhaps not completely, and not out again. */
  get begun(): boolean {
    return begun;
  },
  /** Who it is, once the server said so. */
  get viewer(): ViewerFieldsFragment | null {
    return viewer;
  },
  /** Takes in what the server says of who is asking. */
  belongsTo(asking: ViewerFieldsFragment) {
    begun = Boolean(asking.account) || asking.secondFactor !== 'NONE';
    viewer = begun ? asking : null;
    if (begun) localStorage.setItem(key, 'yes');
    else localStorage.removeItem(key);
  },
};
