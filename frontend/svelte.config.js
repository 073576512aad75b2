import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    // Every address that is no file gets index.html; the binary sees to that.
    serviceWorker: { register: false }, // the layout does, once the first page is there
    adapter: adapter({ fallback: 'index.html', precompress: true }),
  },
};
