import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languages } from '$lib/language';
import { glossary, loadMeanings } from '.';
import { alphabetical } from './alphabet';

// The rows of all tables of the project's glossary.
const rows = readFileSync('../docs/glossary.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| English |'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, en, kk, ru, meaning]) => ({ words: { kk, ru, en }, meaning }));

const all = async (language: (typeof languages)[number]) =>
  (await glossary(language)).flatMap(({ entries }) => entries);

describe('the glossary', () => {
  test('has every word of docs/glossary.md, in three languages, and no other', async () => {
    expect(rows.length).toBeGreaterThan(80);
    const found = (await all('en')).map(({ words, meaning }) => ({ words, meaning }));
    const byWord = (a: { words: { en?: string } }, b: { words: { en?: string } }) =>
      a.words.en! < b.words.en! ? -1 : 1;
    expect(found.sort(byWord)).toEqual(rows.sort(byWord));
  });

  test.each(['kk', 'ru'] as const)('explains each word in %s', async (language) => {
    const meanings = Object.entries(await loadMeanings(language));
    expect(meanings).toHaveLength(rows.length);
    for (const [id, meaning] of meanings) expect(meaning, id).toMatch(/^[А-ЯӘҒҚӨҰҮІ].*\.$/);
    expect(new Set(meanings.map(([, meaning]) => meaning)).size).toBe(rows.length);
  });

  test.each(languages)('is in the order of the alphabet in %s', async (language) => {
    const words = (await all(language)).map(({ words }) => words[language]);
    expect(words).toHaveLength(rows.length);
    // Node has the Kazakh data that Chromium lacks.
    expect(words).toEqual([...words].sort(new Intl.Collator(language).compare));
  });
});

test('Kazakh letters have their places', () => {
  const words = ['қала', 'кала', 'әке', 'бала', 'Ана', 'ірі', 'ынта', 'ұя', 'уақыт', 'ISO', 'ана'];
  expect(words.sort(alphabetical('kk'))).toEqual(
    ['Ана', 'ана', 'әке', 'бала', 'кала', 'қала', 'уақыт', 'ұя', 'ынта', 'ірі', 'ISO'], //
  );
});
