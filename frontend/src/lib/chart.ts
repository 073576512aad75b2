import type { Source } from './figures';
import type { Basis, Qualifier } from './graph/types';

/** One value of a chart, and who gives it. */
export interface Mark {
  key: string;
  value: number;
  qualifier: Qualifier;
  basis: Basis;
  /** The value in words: "over 3,500 people". */
  text: string;
  /** The unit in words, as the table and the scale name it. */
  unit: string;
  sources: Source[];
  /** What is to be known of it. */
  notes: string[];
  derivation?: string | null;
}

/** All that a chart shows of one thing; without a mark nothing is published. */
export interface Row {
  key: string;
  label: string;
  /** What to know beside the label. */
  detail?: string;
  /** Path of the page about it, without the language. */
  path?: string;
  dye?: number;
  period: string;
  region: string;
  measure: string;
  marks: Mark[];
  disputed: boolean;
}

/** A scale from nothing to a round number that no value passes, with 3 to 6 ticks. */
export function scaleTo(most: number): { end: number; ticks: number[] } {
  if (!(most > 0)) return { end: 1, ticks: [0, 1] };
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size * 5 >= most)!;
  const count = Math.ceil(most / step);
  const ticks = Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
  return { end: ticks.at(-1)!, ticks };
}
