import { figures } from '$lib/graph/queries';
import { loadTexts } from '$lib/texts';

export async function load({ fetch, parent }) {
  const { language } = await parent();
  const [texts, published] = await Promise.all([
    loadTexts(language),
    figures(fetch, { season: [2018], national: true }),
  ]);
  return { words: texts.design, figures: published };
}
