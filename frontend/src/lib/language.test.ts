import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inLanguage, languageOf, preferredLanguage, rememberLanguage } from './language';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

const browser = (...tags: string[]) => vi.stubGlobal('navigator', { languages: tags });

test('an address names its language', () => {
  expect(languageOf('/ru/regions')).toBe('ru');
  expect(languageOf('/kk')).toBe('kk');
  expect(languageOf('/de/regions')).toBeUndefined();
  expect(languageOf('/')).toBeUndefined();
});

test.each([
  ['/kk', '/en'],
  ['/kk/regions/KZ-63', '/en/regions/KZ-63'],
  ['/', '/en'],
  ['/nowhere', '/en/nowhere'],
])('%s in English is %s', (path, expected) => {
  expect(inLanguage(path, 'en')).toBe(expected);
});

test('what was chosen comes before the browser, the browser before Kazakh', () => {
  browser('de-DE', 'ru-KZ', 'en');
  expect(preferredLanguage()).toBe('ru');
  rememberLanguage('en');
  expect(preferredLanguage()).toBe('en');
});

test('Kazakh when nobody says anything', () => {
  browser('de', 'fr');
  expect(preferredLanguage()).toBe('kk');
});
