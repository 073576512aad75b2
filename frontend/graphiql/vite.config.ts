import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// A build of its own, so that the editor and React never reach the application.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/graphiql/',
  publicDir: false,
  plugins: [
    {
      // GraphiQL's style sheet holds 360 kB of fonts as data: addresses, which
      // the security policy refuses; its fallbacks are the reader's own fonts.
      name: 'without-inlined-fonts',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.css') ? code.replace(/@font-face\s*{[^}]*}/g, '') : undefined,
    },
  ],
  build: {
    outDir: '../build/graphiql',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    license: { fileName: 'licences.txt' },
    chunkSizeWarningLimit: 2000,
  },
});
