import type { AccountWords } from '$lib/account/words';
import type { ViewerFieldsFragment } from '$lib/graph/account';
import type { Format } from '$lib/format';
import type { Language } from '$lib/language';
import type { Messages } from '$lib/messages';

declare global {
  namespace App {
    interface PageData {
      language: Language;
      m: Messages;
      format: Format;
      /** On pages of people who sign in. */
      words?: AccountWords;
      /** Who is asking, as the page was loaded. */
      viewer?: ViewerFieldsFragment;
    }
  }
}
