import type { Row } from './chart';
import { regionOf, rowOf, type Named } from './compare';
import type { Group } from './figures';
import { i18n } from './i18n';

/** What stands in a table and in a file; a null is an empty cell. */
export type Cell = string | number | null;

/** The columns of every table of figures. */
export const figureHeader = (): string[] => Object.values(i18n.m.chart.columns);

/** One line for each value, and one for a row of which nothing is published. */
export function figureLines(rows: readonly Row[]): Cell[][] {
  const { qualifiers, empty } = i18n.m.chart;
  return rows.flatMap((row): Cell[][] => {
    const head = [row.period, row.region, row.measure];
    if (!row.marks.length) return [[...head, null, null, null, null, null, empty]];
    return row.marks.map((mark) => [
      ...head,
      qualifiers[mark.qualifier],
      mark.value,
      mark.unit,
      i18n.m.bases[mark.basis],
      mark.sources.map(({ code }) => code).join(', '),
      [...mark.notes, ...(mark.derivation ? [mark.derivation] : [])].join(' ') || null,
    ]);
  });
}

/** The same lines for figures that are shown as cards, with the names of their season. */
export const groupLines = (groups: readonly Group[], season?: Named): Cell[][] =>
  figureLines(groups.map((one) => rowOf(one, { label: '', region: regionOf(one.first, season) })));
