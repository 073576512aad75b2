import type { Page } from '@playwright/test';
import { expect, test } from './test';

const words = {
  kk: { kept: 'Сервермен байланыс жоқ', failed: 'Деректерді алу мүмкін болмады' },
  ru: { kept: 'Нет связи с сервером', failed: 'Не удалось получить данные' },
  en: { kept: 'The server cannot be reached', failed: 'The data could not be fetched' },
} as const;

/** Waits until the worker has everything that the application needs, and serves it. */
const installed = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve),
    );
  });

test.describe(() => {
  test.use({ tolerated: /ERR_INTERNET_DISCONNECTED|no answer/ });

  for (const [language, word] of Object.entries(words)) {
    test(`${language}: pages seen before are read without a connection`, async ({
      page,
      context,
    }) => {
      await page.goto(`/${language}/regions/KZ-63`);
      await expect(page.getByText('KZ-VOS')).toBeVisible();
      await installed(page);
      const kept = page.getByRole('status').filter({ hasText: word.kept });

      await context.setOffline(true);
      await page.reload();
      await expect(page.getByText('KZ-VOS')).toBeVisible();
      await expect(kept).toContainText(String(new Date().getFullYear()));

      // A page whose words come with the application.
      await page.goto(`/${language}/about`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

      // A page never seen says why it cannot be shown.
      await page.goto(`/${language}/regions/KZ-71`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(word.failed);
      await expect(page.getByRole('main')).toContainText(word.kept);

      // With the connection back the page is there and nothing speaks of the past.
      await context.setOffline(false);
      await page.getByRole('main').getByRole('link').first().click();
      await expect(page.getByText('KZ-71').first()).toBeVisible();
      await expect(kept).toBeHidden();
    });

    test(`${language}: the application can be installed`, async ({ page, context }) => {
      await page.goto(`/${language}`);
      await installed(page);
      const protocol = await context.newCDPSession(page);
      const { url, errors } = await protocol.send('Page.getAppManifest');
      expect(url).toMatch(new RegExp(`/${language}\\.webmanifest$`));
      expect(errors).toEqual([]);
      const { installabilityErrors } = await protocol.send('Page.getInstallabilityErrors');
      // Private windows cannot install anything; there is no other fault.
      expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
    });
  }
});

test('GraphiQL and the schema are left to the server', async ({ page }) => {
  await page.goto('/en');
  await installed(page);
  const answer = await page.goto('/graphql/schema.graphql');
  expect(answer?.fromServiceWorker()).toBe(false);
  expect(await answer?.text()).toContain('type Query');
});
