import { expect, test } from 'vitest';
import { languages } from '$lib/language';
import { loadExceptionalWords, mayOpen, timeLeft } from './exceptional';

function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node(2, 2))]];
  return Object.entries(node as object).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

test.each(languages)('%s has every text, in its own letters', async (language) => {
  const found = strings(await loadExceptionalWords(language));
  const paths = strings(await loadExceptionalWords('kk')).map(([path]) => path);
  expect(found.map(([path]) => path)).toEqual(paths);
  for (const [path, text] of found) {
    expect(text.trim(), path).not.toBe('');
    expect(/[а-яәғқңөұүһі]|ИИН|ЖСН/i.test(text), path).toBe(language !== 'en');
    if (language === 'ru') expect(/[әғқңұүһі]/i.test(text), path).toBe(false);
  }
});

test('what is left of a term is told in hours and minutes', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const left = (seconds: number) => timeLeft(new Date(now.getTime() + seconds * 1000), now);
  expect(left(3 * 3600)).toEqual({ hours: 3, minutes: 0 });
  expect(left(3 * 3600 - 1)).toEqual({ hours: 3, minutes: 0 });
  expect(left(3599)).toEqual({ hours: 1, minutes: 0 });
  expect(left(90)).toEqual({ hours: 0, minutes: 2 });
  expect(left(1)).toEqual({ hours: 0, minutes: 1 });
  expect(left(0)).toBeUndefined();
  expect(left(-1)).toBeUndefined();
});

test('coordinators and analysts ask for exceptional access', () => {
  expect(mayOpen({ roles: ['PUBLIC', 'MINISTRY_ANALYST'] })).toBe(true);
  expect(mayOpen({ roles: ['PUBLIC', 'REGIONAL_COORDINATOR'] })).toBe(true);
  expect(mayOpen({ roles: ['PUBLIC', 'ADMINISTRATOR', 'MENTOR', 'YOUTH'] })).toBe(false);
});
