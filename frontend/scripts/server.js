// Starts the binary for tests: on a free port, with a database of its own.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A port of the loopback address that nobody listens on.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * Starts ZHAS_BIN (bin/zhas when not set) and waits until it is ready, if wanted
 * with a demonstration loaded, or with messages shown at /outbox. Otherwise a
 * server that already runs is used when ZHAS_URL names it. `output` is what the
 * server printed so far, such as the link of the first administrator.
 * @param {{ demo?: boolean, outbox?: boolean }} [options]
 * @returns {Promise<{ url: string, output: () => string, stop: () => Promise<void> }>}
 */
export async function startServer({ demo = false, outbox = false } = {}) {
  if (process.env.ZHAS_URL && !demo && !outbox) {
    return {
      url: process.env.ZHAS_URL.replace(/\/$/, ''),
      output: () => '',
      stop: async () => {},
    };
  }
  const binary = process.env.ZHAS_BIN ?? fileURLToPath(new URL('../../bin/zhas', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'zhas-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  // Settings of the machine it runs on must not leak into the test.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('ZHAS_')),
  );
  if (demo) {
    await run(binary, ['demo'], { env: { ...env, ZHAS_DATA_DIR: folder } });
  }
  const server = spawn(binary, ['serve', '--listen', url.slice('http://'.length)], {
    env: {
      ...env,
      ZHAS_DATA_DIR: folder,
      ZHAS_PUBLIC_URL: url,
      ZHAS_OUTBOX: outbox ? 'on' : 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  server.stdout.on('data', (text) => (log += text));
  server.stderr.on('data', (text) => (log += text));
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    server.on('error', (error) => resolve(error.message));
    server.on('exit', (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };

  /** @type {string | undefined} */
  let failure;
  ended.then((reason) => (failure = reason));
  for (const deadline = Date.now() + 60_000; !failure;) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return { url, output: () => log, stop };
    if (Date.now() > deadline) failure = 'was not ready within 60 s';
    else await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error(`${binary} ${failure}. Build it with \`make build\`.\n${log}`);
}
