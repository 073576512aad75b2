import { loadTexts } from '$lib/texts';

export async function load({ parent }) {
  const { language } = await parent();
  return { words: (await loadTexts(language)).accessibility };
}
