import type { Language } from '$lib/language';

// Chromium knows no Kazakh order.
const kazakh = 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя';

function inKazakh(a: string, b: string): number {
  // What is no letter comes first, Latin letters last.
  const ranks = (text: string) =>
    [...text.toLowerCase()].map((letter) => {
      const at = kazakh.indexOf(letter);
      if (at >= 0) return at;
      return /[a-z]/.test(letter) ? 100 + letter.charCodeAt(0) : -1;
    });
  const [first, second] = [ranks(a), ranks(b)];
  const at = first.findIndex((rank, i) => rank !== second[i]);
  return at < 0 ? first.length - second.length : first[at]! - (second[at] ?? -2);
}

/** The order of two words in the alphabet of a language. */
export function alphabetical(language: Language): (a: string, b: string) => number {
  return language === 'kk' ? inKazakh : new Intl.Collator(language).compare;
}
