import type { Text } from './figures';
import { i18n } from './i18n';

/** The last day that figures of the programme itself speak of. */
export const programmeEnd = '2021-12-31';

/** Which of the three dyes of the design stands for the season of a year. */
export const dyeOf = (year: number) => (((year - 2017) % 3) + 3) % 3;

/** A region that took part in a season, which called it by its name of then. */
interface Part {
  nameThen: Text;
  region: { name: Text };
}

/** What the region is called today, where that is another name. */
export function nameToday({ nameThen, region }: Part): string | undefined {
  const today = i18n.text(region.name);
  return today === i18n.text(nameThen) ? undefined : i18n.m.region.nameToday(today);
}

/** The region's name of then, with today's where it is another. */
export function regionIn(part: Part): string {
  const today = nameToday(part);
  return i18n.text(part.nameThen) + (today ? ` (${today})` : '');
}
