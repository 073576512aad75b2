import { page } from '$app/state';
import type { Text } from './figures';

/** The language of the page, and what depends on it. Reactive. */
export const i18n = {
  get language() {
    return page.data.language;
  },
  get m() {
    return page.data.m;
  },
  get format() {
    return page.data.format;
  },
  /** The reader's language of a text of the programme. */
  text(text: Text): string {
    return text[page.data.language];
  },
  /** An address of the application in the reader's language; the path begins with a slash. */
  href(path: string): string {
    return `/${page.data.language}${path}`;
  },
};
