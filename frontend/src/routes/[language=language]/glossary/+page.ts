import { glossary } from '$lib/glossary';
import { loadTexts } from '$lib/texts';

export async function load({ parent }) {
  const { language } = await parent();
  const [letters, texts] = await Promise.all([glossary(language), loadTexts(language)]);
  return { letters, words: texts.glossary };
}
