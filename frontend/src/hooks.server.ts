import type { Handle } from '@sveltejs/kit';

// The one page that the build writes asks for the letters of our three languages
// at once, instead of when the first text is there to be set.
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, {
    preload: ({ type, path }) =>
      type === 'js' ||
      type === 'css' ||
      (type === 'font' && /-(latin|cyrillic|cyrillic-ext)-wght/.test(path)),
  });
