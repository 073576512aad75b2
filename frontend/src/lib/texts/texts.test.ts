import { expect, test } from 'vitest';
import { languages } from '$lib/language';
import { loadTexts } from '.';

function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

test.each(languages)('%s has every text, in its own letters', async (language) => {
  const found = strings(await loadTexts(language));
  const paths = strings(await loadTexts('kk')).map(([path]) => path);
  expect(found.map(([path]) => path)).toEqual(paths);
  for (const [path, text] of found) {
    expect(text.trim(), path).not.toBe('');
    const cyrillic = /[а-яәғқңөұүһі]/i.test(text);
    expect(cyrillic, path).toBe(language !== 'en');
    if (language === 'ru') expect(/[әғқңұүһі]/i.test(text), path).toBe(false);
  }
});

test('no two languages say it alike', async () => {
  const [kk, ru] = await Promise.all([loadTexts('kk'), loadTexts('ru')]);
  const russian = new Map(strings(ru));
  expect(
    strings(kk)
      .filter(([path, text]) => russian.get(path) === text)
      .map(([path]) => path),
  ).toEqual(['.about.licence', '.design.ratio']);
});
