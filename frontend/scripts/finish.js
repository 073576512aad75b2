// The last step of the build: compresses what SvelteKit did not, prints how many
// bytes of script the first visit of each page loads, and fails above the limit.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const limit = 80_000; // bytes of gzip; brotli, which browsers get, is smaller

const root = fileURLToPath(new URL('..', import.meta.url));
const build = join(root, 'build');
const kit = join(root, '.svelte-kit');

/**
 * The compressed size of a built file.
 * @param {string} file
 */
async function sizes(file) {
  const content = await readFile(file);
  return { gzip: gzipSync(content).length, brotli: brotliCompressSync(content).length };
}

/** @param {number} bytes */
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);

// GraphiQL
const graphiql = join(build, 'graphiql');
let editor = 0;
for (const entry of await readdir(graphiql, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !/\.(css|html|js|txt)$/.test(entry.name)) continue;
  const content = await readFile(file);
  await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }));
  await writeFile(`${file}.br`, brotliCompressSync(content));
  if (entry.name.endsWith('.js')) editor += brotliCompressSync(content).length;
}

// The application: a page's script is everything that its node, the layout, the
// error page and the entry import, and the texts of one language.
/** @type {Record<string, { file: string, imports?: string[], dynamicImports?: string[] }>} */
const manifest = JSON.parse(await readFile(join(kit, 'output/client/.vite/manifest.json'), 'utf8'));
/**
 * @param {string[]} keys
 * @param {string} language
 * @param {Set<string>} files
 */
function closure(keys, language, files = new Set()) {
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in Vite's manifest`);
    if (files.has(chunk.file)) continue;
    files.add(chunk.file);
    const texts = chunk.dynamicImports?.filter((name) => name.endsWith(`${language}.ts`)) ?? [];
    closure([...(chunk.imports ?? []), ...texts], language, files);
  }
  return files;
}

const nodes = '.svelte-kit/generated/client-optimized/nodes';
const common = [
  ...Object.keys(manifest).filter((key) => /runtime\/client\/entry\.js$/.test(key)),
  '.svelte-kit/generated/client-optimized/app.js',
  `${nodes}/0.js`,
  `${nodes}/1.js`,
];
const languages = ['kk', 'ru', 'en'];
if (common.length !== 4) throw new Error("Vite's manifest does not look as expected");

/** @param {Iterable<string>} files */
async function total(files) {
  const sum = { gzip: 0, brotli: 0 };
  for (const file of files) {
    const { gzip, brotli } = await sizes(join(build, file));
    sum.gzip += gzip;
    sum.brotli += brotli;
  }
  return sum;
}

console.log(`Script of a first visit (at most ${kB(limit).trim()} of gzip):`);
console.log('    brotli      gzip  page');
let failed = false;
for (const name of (await readdir(join(root, nodes))).sort()) {
  const source = await readFile(join(root, nodes, name), 'utf8');
  const page = /routes\/(.*)\/\+page\.svelte/.exec(source)?.[1];
  if (!page) continue;
  let most = { gzip: 0, brotli: 0 };
  for (const language of languages) {
    const files = closure([...common, `${nodes}/${name}`], language);
    const sum = await total(files);
    if (sum.gzip > most.gzip) most = sum;
  }
  console.log(` ${kB(most.brotli)} ${kB(most.gzip)}  /${page}`);
  failed ||= most.gzip > limit;
}
console.log(` ${kB(editor)}            GraphiQL`);
if (failed) {
  console.error('A page loads more script than the limit allows.');
  process.exit(1);
}
