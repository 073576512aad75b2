import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    // Every address that is no file gets index.html; the binary sees to that.
    adapter: adapter({ fallback: 'index.html', precompress: true }),
  },
};
