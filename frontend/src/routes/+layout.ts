import { createFormat } from '$lib/format';
import { languageOf, preferredLanguage } from '$lib/language';
import { loadMessages } from '$lib/messages';

// One page for all addresses: the binary that serves it has the data.
export const ssr = false;

export async function load({ url }) {
  const language = languageOf(url.pathname) ?? preferredLanguage();
  const m = await loadMessages(language);
  return { language, m, format: createFormat(m) };
}
