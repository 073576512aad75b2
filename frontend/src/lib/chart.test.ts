import { expect, test } from 'vitest';
import { scaleTo } from './chart';

test.each([
  [3500, [0, 1000, 2000, 3000, 4000]],
  [1100, [0, 500, 1000, 1500]],
  [6, [0, 2, 4, 6]],
  [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [3.3, [0, 1, 2, 3, 4]],
  [136_300_000, [0, 50_000_000, 100_000_000, 150_000_000]],
  [10_000, [0, 2000, 4000, 6000, 8000, 10_000]],
  [0, [0, 1]],
])('a scale up to %d', (most, ticks) => {
  expect(scaleTo(most)).toEqual({ end: ticks.at(-1), ticks });
});
