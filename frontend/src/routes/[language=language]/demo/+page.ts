import { demonstration } from '$lib/graph/queries';
import { loadTexts } from '$lib/texts';

export async function load({ fetch, parent }) {
  const { language } = await parent();
  const [texts, season] = await Promise.all([loadTexts(language), demonstration(fetch)]);
  return { words: texts.demo, season };
}
