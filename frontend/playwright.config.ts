import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './scripts/chromium.js';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './tests/setup.ts',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.ZHAS_URL, // set by the global setup
    launchOptions: chromiumOptions,
  },
});
