import { loadPersonalWords } from '$lib/personal/words';

/** The words of the pages about young people. */
export async function load({ parent }) {
  const { language } = await parent();
  return { personal: await loadPersonalWords(language) };
}
