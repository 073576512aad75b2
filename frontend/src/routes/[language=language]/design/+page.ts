import { figures, regions } from '$lib/graph/queries';
import { loadTexts } from '$lib/texts';

export async function load({ fetch, parent }) {
  const { language } = await parent();
  const [texts, published, all] = await Promise.all([
    loadTexts(language),
    figures(fetch, { season: [2018] }),
    regions(fetch, language),
  ]);
  return { words: texts.design, figures: published, regions: all };
}
