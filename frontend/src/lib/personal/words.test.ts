import { expect, test } from 'vitest';
import { languages } from '$lib/language';
import { loadPersonalWords } from './words';

function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node(2, '2'))]];
  return Object.entries(node as object).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

test.each(languages)('%s has every text, in its own letters', async (language) => {
  const found = strings(await loadPersonalWords(language));
  const paths = strings(await loadPersonalWords('kk')).map(([path]) => path);
  expect(found.map(([path]) => path)).toEqual(paths);
  for (const [path, text] of found) {
    expect(text.trim(), path).not.toBe('');
    expect(/[а-яәғқңөұүһі]|ИИН|ЖСН/i.test(text), path).toBe(language !== 'en');
    if (language === 'ru') expect(/[әғқңұүһі]/i.test(text), path).toBe(false);
  }
});

test('years and people are counted in Russian', async () => {
  const { register, youths } = await loadPersonalWords('ru');
  expect(['1', '3', '5'].map(register.years)).toEqual(['1 год', '3 года', '5 лет']);
  expect([1, 2, 5].map((n) => youths.found(n, String(n)))).toEqual([
    'Найден 1 молодой участник',
    'Найдено 2 молодых участника',
    'Найдено 5 молодых участников',
  ]);
});
