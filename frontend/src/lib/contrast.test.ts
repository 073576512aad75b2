import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, pairs, readColour } from './contrast';

test('contrast by WCAG', () => {
  expect(contrast(readColour('#000000'), readColour('rgb(255, 255, 255)'))).toBe(21);
  expect(contrast(readColour('#777777'), readColour('#ffffff'))).toBeCloseTo(4.48, 2);
  expect(() => readColour('navy')).toThrow('navy');
});

const css = readFileSync('src/app.css', 'utf8');
const block = (head: string) => {
  const from = css.indexOf(head);
  return css.slice(from, css.indexOf('}', from));
};
const tokens = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
const usual = tokens(block(':root {'));
const high = { ...usual, ...tokens(block(":root[data-contrast='high'] {")) };

// The colour of a token in the light (0) or the dark (1) look.
function colour(all: Record<string, string | undefined>, name: string, look: 0 | 1): string {
  const value = all[name]!;
  const other = /^var\(--([\w-]+)\)$/.exec(value);
  if (other) return colour(all, other[1]!, look);
  const both = /^light-dark\((.+), (.+)\)$/.exec(value);
  return both ? both[look + 1]! : value;
}

describe.each([
  ['light', usual, 0],
  ['dark', usual, 1],
  ['light, high contrast', high, 0],
  ['dark, high contrast', high, 1],
] as const)('%s', (_, all, look) => {
  test.each(pairs)('$colour on $ground', ({ colour: name, ground, least }) => {
    const measured = contrast(
      readColour(colour(all, name, look)),
      readColour(colour(all, ground, look)),
    );
    expect(measured).toBeGreaterThanOrEqual(all === high && least > 3 ? 7 : least);
  });
});
