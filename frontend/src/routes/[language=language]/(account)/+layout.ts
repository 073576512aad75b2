import { loadWords } from '$lib/account/words';

/** The words of the pages of people who sign in. */
export async function load({ parent }) {
  const { language } = await parent();
  return { words: await loadWords(language) };
}
