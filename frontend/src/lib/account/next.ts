import { languageOf } from '$lib/language';

/** Where to go on after signing in: a page of the application that the address names, or one's own. */
export function nextPage(url: URL, fallback: string): string {
  const next = url.searchParams.get('next') ?? '';
  // Browsers read a backslash as a slash, and drop tabs and line breaks.
  return languageOf(next) && !/[\\\s]/.test(next) ? next : fallback;
}
