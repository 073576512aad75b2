// How Kazakh numbers end when they are read aloud: [ablative, dative].
type Endings = readonly [string, string];

const ones: readonly Endings[] = [
  ['ден', 'ге'], // нөл
  ['ден', 'ге'], // бір
  ['ден', 'ге'], // екі
  ['тен', 'ке'], // үш
  ['тен', 'ке'], // төрт
  ['тен', 'ке'], // бес
  ['дан', 'ға'], // алты
  ['ден', 'ге'], // жеті
  ['ден', 'ге'], // сегіз
  ['дан', 'ға'], // тоғыз
];
const tens: readonly Endings[] = [
  ['ден', 'ге'], // not read
  ['нан', 'ға'], // он
  ['дан', 'ға'], // жиырма
  ['дан', 'ға'], // отыз
  ['тан', 'қа'], // қырық
  ['ден', 'ге'], // елу
  ['тан', 'қа'], // алпыс
  ['тен', 'ке'], // жетпіс
  ['нен', 'ге'], // сексен
  ['нан', 'ға'], // тоқсан
];
const hundred: Endings = ['ден', 'ге']; // жүз
const thousand: Endings = ['нан', 'ға']; // мың
const million: Endings = ['нан', 'ға']; // миллион
const milliard: Endings = ['тан', 'қа']; // миллиард

function endings(value: number): Endings {
  // Of a fraction its last digits are read, as a number of their own.
  const digits = String(value).replace(/^\d+\./, '');
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  const last = Number(digits.at(-1 - zeros) ?? 0);
  if (zeros === 0) return ones[last]!;
  if (last === 0) return ones[0]!;
  if (zeros >= 9) return milliard;
  if (zeros >= 6) return million;
  if (zeros >= 3) return thousand;
  return zeros === 2 ? hundred : tens[last]!;
}

/** The suffix of "from, more than" after a number in digits: 3500 → "ден". */
export const ablative = (value: number) => endings(value)[0];

/** The suffix of "to, up to" after a number in digits: 500 → "ге". */
export const dative = (value: number) => endings(value)[1];
