import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// SvelteKit hides the element that announces page changes by a style attribute,
// which the security policy refuses. A class of our own does the same.
const announcer: Plugin = {
  name: 'announcer-without-style-attribute',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/generated/root.svelte')) return;
    const mended = code.replace(/(id="svelte-announcer"[^>]*?)style="[^"]*"/, '$1class="hidden"');
    if (mended === code) this.error('SvelteKit’s announcer is not as expected');
    return mended;
  },
};

export default defineConfig({
  plugins: [announcer, sveltekit()],
  // Files stay files: data: addresses would need room in the security policy.
  build: {
    assetsInlineLimit: 0,
    license: { fileName: 'licences.txt' },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // `npm run dev` beside a running binary.
  server: { proxy: { '/graphql': process.env.ZHAS_URL ?? 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.ts'] },
});
