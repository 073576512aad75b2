import type { Text } from './figures';

/** Where a region's tile lies, and what fits on it: the brief form on a phone. */
export interface Place {
  column: number;
  row: number;
  name: Text;
  brief: Text;
}

const place = (
  column: number,
  row: number,
  kk: string,
  ru: string,
  en: string,
  [kkBrief, ruBrief, enBrief]: [kk: string, ru: string, en: string] = [kk, ru, en],
): Place => ({
  column,
  row,
  name: { kk, ru, en },
  brief: { kk: kkBrief, ru: ruBrief, en: enBrief },
});

/**
 * A schematic Kazakhstan: one tile a region, by ISO code. West is left and north is
 * above; a region that split off lies beside the one it was part of.
 */
export const places: Readonly<Record<string, Place>> = {
  'KZ-59': place(4, 1, 'Солтүстік Қазақстан', 'Северо-Казахстанская', 'North Kazakhstan', [
    'СҚО',
    'СКО',
    'NKO',
  ]),

  'KZ-27': place(1, 2, 'Батыс Қазақстан', 'Западно-Казахстанская', 'West Kazakhstan', [
    'БҚО',
    'ЗКО',
    'WKO',
  ]),
  'KZ-39': place(3, 2, 'Қостанай', 'Костанайская', 'Kostanay', ['Қост.', 'Кост.', 'Kost.']),
  'KZ-11': place(4, 2, 'Ақмола', 'Акмолинская', 'Akmola', ['Ақмола', 'Акмол.', 'Akmola']),
  'KZ-71': place(5, 2, 'Астана', 'Астана', 'Astana'),
  'KZ-55': place(6, 2, 'Павлодар', 'Павлодарская', 'Pavlodar', ['Павл.', 'Павл.', 'Pavlod.']),

  'KZ-23': place(1, 3, 'Атырау', 'Атырауская', 'Atyrau', ['Атырау', 'Атыр.', 'Atyrau']),
  'KZ-15': place(2, 3, 'Ақтөбе', 'Актюбинская', 'Aktobe', ['Ақтөбе', 'Актюб.', 'Aktobe']),
  'KZ-62': place(3, 3, 'Ұлытау', 'Ұлытау', 'Ulytau'),
  'KZ-35': place(4, 3, 'Қарағанды', 'Карагандинская', 'Karaganda', ['Қарағ.', 'Караг.', 'Karag.']),
  'KZ-10': place(5, 3, 'Абай', 'Абай', 'Abai'),
  'KZ-63': place(6, 3, 'Шығыс Қазақстан', 'Восточно-Казахстанская', 'East Kazakhstan', [
    'ШҚО',
    'ВКО',
    'EKO',
  ]),

  'KZ-47': place(1, 4, 'Маңғыстау', 'Мангистауская', 'Mangystau', ['Маңғ.', 'Манг.', 'Mang.']),
  'KZ-43': place(2, 4, 'Қызылорда', 'Кызылординская', 'Kyzylorda', ['Қызыл.', 'Кызыл.', 'Kyzyl.']),
  'KZ-61': place(3, 4, 'Түркістан', 'Туркестанская', 'Turkistan', ['Түрк.', 'Турк.', 'Turk.']),
  'KZ-31': place(4, 4, 'Жамбыл', 'Жамбылская', 'Zhambyl', ['Жамб.', 'Жамб.', 'Zhamb.']),
  'KZ-19': place(5, 4, 'Алматы облысы', 'Алматинская', 'Almaty Region', [
    'Алм. обл.',
    'Алм. обл.',
    'Alm. reg.',
  ]),
  'KZ-33': place(6, 4, 'Жетісу', 'Жетісу', 'Jetisu'),

  'KZ-79': place(3, 5, 'Шымкент', 'Шымкент', 'Shymkent', ['Шымк.', 'Шымк.', 'Shymk.']),
  'KZ-75': place(5, 5, 'Алматы', 'Алматы', 'Almaty'),
};

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The nearest tile in the direction of an arrow key; the tile itself at the edge. */
export function neighbour(code: string, arrow: Arrow): string {
  const from = places[code]!;
  let found = code;
  let nearest = Infinity;
  for (const [other, to] of Object.entries(places)) {
    const right = to.column - from.column;
    const down = to.row - from.row;
    const [ahead, aside] = {
      ArrowLeft: [-right, down],
      ArrowRight: [right, down],
      ArrowUp: [-down, right],
      ArrowDown: [down, right],
    }[arrow] as [number, number];
    // Straight on if there is anything at all, else the least turn.
    const far = ahead + Math.abs(aside) * 10;
    if (ahead > 0 && far < nearest) [found, nearest] = [other, far];
  }
  return found;
}

/** An arrow that points from one tile to the one beside it. */
export function pointer(from: string, to: string): string {
  const [a, b] = [places[from]!, places[to]!];
  if (a.row === b.row) return a.column < b.column ? '→' : '←';
  return a.row < b.row ? '↓' : '↑';
}
