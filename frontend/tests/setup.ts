import { startServer } from '../scripts/server.js';

/** One binary for all tests: they only read. */
export default async function setup() {
  const server = await startServer();
  process.env.ZHAS_URL = server.url;
  return server.stop;
}
