import { test as base } from '@playwright/test';
import { startServer } from '../scripts/server.js';

export { expect } from '@playwright/test';

/** Full size: every page in every language, colour scheme and width. */
export const long = Boolean(process.env.ZHAS_TEST_LONG);

/**
 * A test that also fails on any error in the console, which is where breaches of
 * the security policy are reported, and on any request to another origin.
 * `tolerated` is for tests that bring errors about.
 */
export const test = base.extend<{ tolerated: RegExp | null; watched: void }>({
  tolerated: [null, { option: true }],
  watched: [
    async ({ page, baseURL, tolerated }, use) => {
      const problems: string[] = [];
      const origin = new URL(baseURL!).origin;
      page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() !== 'error' && message.type() !== 'warning') return;
        if (!tolerated?.test(message.text())) problems.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.protocol !== 'data:' && url.origin !== origin) {
          problems.push(`request to ${url.origin}`);
        }
      });
      await use();
      base.expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

/** The same against a server of its own, with a demonstration in it. */
export const testWithDemonstration = test.extend<
  object,
  { server: Awaited<ReturnType<typeof startServer>> }
>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from it
    async ({}, use) => {
      const server = await startServer({ demo: true });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
});
