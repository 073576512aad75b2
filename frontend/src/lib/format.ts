import type { Messages } from './messages';

/** Texts that depend on the language, made from data. */
export interface Format {
  number(value: number): string;
  /** A day given as YYYY-MM-DD. */
  on(date: string): string;
  from(date: string): string;
  until(date: string): string;
  /** A day and time of day, by the clock of the reader's device. */
  moment(at: Date): string;
  /** Whole years are named by their numbers, other periods by their days. */
  period(first: string, last: string): string;
  /** Minutes ahead of UTC, such as UTC+5. */
  offset(minutes: number): string;
}

export function createFormat(m: Messages): Format {
  const numbers = new Intl.NumberFormat(m.numbers);
  const day = (write: Messages['on'], date: string) => {
    const [year, month, day] = date.split('-').map(Number) as [number, number, number];
    return write(day, month - 1, year);
  };
  const on = (date: string) => day(m.on, date);
  return {
    number: (value) => numbers.format(value),
    on,
    from: (date) => day(m.from, date),
    until: (date) => day(m.until, date),
    moment(at) {
      const minutes = String(at.getMinutes()).padStart(2, '0');
      return `${m.on(at.getDate(), at.getMonth(), at.getFullYear())}, ${at.getHours()}:${minutes}`;
    },
    period(first, last) {
      if (!first.endsWith('-01-01') || !last.endsWith('-12-31'))
        return `${on(first)} – ${on(last)}`;
      const [from, to] = [first.slice(0, 4), last.slice(0, 4)];
      return from === to ? from : `${from}–${to}`;
    },
    offset(minutes) {
      const whole = Math.trunc(minutes / 60);
      const rest = minutes % 60 ? `:${String(Math.abs(minutes % 60)).padStart(2, '0')}` : '';
      return `UTC${minutes < 0 ? '−' : '+'}${Math.abs(whole)}${rest}`;
    },
  };
}
