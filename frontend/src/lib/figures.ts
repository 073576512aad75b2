import type {
  Basis,
  FigureFieldsFragment,
  SourceFieldsFragment,
  TextFieldsFragment,
} from './graph/types';

export type Figure = FigureFieldsFragment;
export type Source = SourceFieldsFragment;
export type Text = TextFieldsFragment;

/** A source, and what is to be known of what was taken from it. */
export interface Citation {
  source: Source;
  note?: Text | null;
}

/** One value, and everybody who gives exactly this one. */
export interface Statement {
  figure: Figure;
  citations: Citation[];
}

/** All that is said about one thing: the same measure, period, region and place. */
export interface Group {
  key: string;
  first: Figure;
  statements: Statement[];
  /** Whether sources report different values. Plans and own arithmetic are no sources of dispute. */
  disputed: boolean;
}

const order: Basis[] = ['REPORTED', 'PLANNED', 'DERIVED'];

/** Puts figures side by side that speak of the same, in the order of their first ones. */
export function group(figures: readonly Figure[]): Group[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const { measure, periodStart, periodEnd, region, place } = figure;
    const key = [measure, periodStart, periodEnd, region?.isoCode, place?.en].join('|');
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups].map(([key, members]) => {
    const list = statements(members);
    return {
      key,
      first: members[0]!,
      statements: list,
      disputed: list.filter(({ figure }) => figure.basis === 'REPORTED').length > 1,
    };
  });
}

function statements(figures: readonly Figure[]): Statement[] {
  const found: Statement[] = [];
  for (const figure of figures) {
    const citation = { source: figure.source, note: figure.note };
    const same = found.find(({ figure: other }) => saysTheSame(figure, other));
    if (same) same.citations.push(citation);
    else found.push({ figure, citations: [citation] });
  }
  // The exact before the rounded, the published before the planned and the derived.
  const rank = ({ figure }: Statement) =>
    order.indexOf(figure.basis) * 2 + (figure.qualifier === 'EXACTLY' ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

// Derived figures may come to the same number in different ways, and parts of a
// whole may be planned alike: those stay apart when what is noted of them differs.
function saysTheSame(a: Figure, b: Figure): boolean {
  return (
    a.value === b.value &&
    a.qualifier === b.qualifier &&
    a.unit === b.unit &&
    a.basis === b.basis &&
    (a.basis === 'REPORTED' || a.note?.en === b.note?.en)
  );
}

/** The figures by their period: what ends last comes first, the longer before the shorter. */
export function byPeriod(
  figures: readonly Figure[],
): { start: string; end: string; groups: Group[] }[] {
  const periods = new Map<string, Figure[]>();
  for (const figure of figures) {
    const key = `${figure.periodStart}/${figure.periodEnd}`;
    periods.set(key, [...(periods.get(key) ?? []), figure]);
  }
  return [...periods.values()]
    .map((members) => ({
      start: members[0]!.periodStart,
      end: members[0]!.periodEnd,
      groups: group(members),
    }))
    .sort((a, b) => b.end.localeCompare(a.end) || a.start.localeCompare(b.start));
}

/** What the card of a season says; what is derived is explained on the season's page. */
export const cardGroups = (figures: readonly Figure[]): Group[] =>
  group(
    figures.filter(
      ({ measure, basis }) =>
        basis !== 'DERIVED' && (measure === 'YOUTH' || measure === 'PROJECTS'),
    ),
  );
