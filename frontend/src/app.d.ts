import type { AccountWords } from '$lib/account/words';
import type { ViewerFieldsFragment } from '$lib/graph/account';
import type { Format } from '$lib/format';
import type { Language } from '$lib/language';
import type { Messages } from '$lib/messages';
import type { GuardianWords } from '$lib/personal/guardian';
import type { PersonalWords } from '$lib/personal/words';

declare global {
  namespace App {
    interface PageData {
      language: Language;
      m: Messages;
      format: Format;
      /** On pages of people who sign in. */
      words?: AccountWords;
      /** On pages about young people. */
      personal?: PersonalWords;
      /** On pages about a guardian's consent. */
      guardian?: GuardianWords;
      /** Who is asking, as the page was loaded. */
      viewer?: ViewerFieldsFragment;
    }
    interface PageState {
      /** What was done on the page before, to be said on this one. */
      done?: 'corrected' | 'ended';
      /** What somebody agreed to on the page: a version of the consent text, publication too or not. */
      agreed?: { version: number; publication: boolean };
    }
  }
}
