import { expect, test } from 'vitest';
import { languages } from '$lib/language';
import { loadWords } from './words';

function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

test.each(languages)('%s has every text, in its own letters', async (language) => {
  const found = strings(await loadWords(language));
  const paths = strings(await loadWords('kk')).map(([path]) => path);
  expect(found.map(([path]) => path)).toEqual(paths);
  for (const [path, text] of found) {
    expect(text.trim(), path).not.toBe('');
    if (path === '.factor.file') continue;
    expect(/[а-яәғқңөұүһі]/i.test(text), path).toBe(language !== 'en');
    if (language === 'ru') expect(/[әғқңұүһі]/i.test(text), path).toBe(false);
  }
});
