import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, test as plain, testWithDemonstration as test } from './test';

const words = {
  kk: { mark: 'Ойдан шығарылған', none: 'Мұнда көрсетілім жүктелмеген' },
  ru: { mark: 'Вымышлено', none: 'Демонстрация здесь не загружена' },
  en: { mark: 'Invented', none: 'No demonstration is loaded here' },
};

async function expectAccessible(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide, 'pixels to scroll sideways').toBe(0);
}

for (const [language, { mark, none }] of Object.entries(words)) {
  plain(`${language}: without a demonstration the page says how to load one`, async ({ page }) => {
    await page.goto(`/${language}/demo`);
    await expect(page.getByText(none)).toBeVisible();
    await expect(page.getByText('zhas demo', { exact: true })).toBeVisible();
    await expectAccessible(page);
  });

  for (const [width, path] of [
    [360, '/demo'],
    [1280, '/demo'],
    [360, '/projects'],
    [1280, '/projects?season=2025'],
    [360, '/seasons/2025'],
    [1280, '/regions/KZ-63'],
  ] as const) {
    test(`/${language}${path}, ${width} pixels: what is invented is marked`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`/${language}${path}`);
      await expect(page.getByRole('main').getByText(mark, { exact: true }).first()).toBeVisible();
      await expectAccessible(page);
    });
  }
}

test('the guide leads through the demonstration', async ({ page }) => {
  await page.goto('/en');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Demonstration' }).click();
  await page.getByRole('link', { name: 'Running', exact: true }).click();
  await expect(page).toHaveURL(/\/en\/projects\?season=2025&stage=RUNNING$/);
  await expect(
    page.getByLabel('Season').getByRole('option', { name: '2025 (invented)' }),
  ).toBeAttached();
  const rows = page.getByRole('main').locator('.list > li');
  await expect(rows).toHaveCount(20);
  await expect(rows.getByText('Invented', { exact: true })).toHaveCount(20);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const lines = (await readFile((await (await downloading).path())!, 'utf8'))
    .trimEnd()
    .split('\r\n');
  expect(lines[0]).toBe('\ufeffTitle,Season,Region,Direction,Stage,Invented');
  expect(lines.slice(1).every((line) => line.endsWith(',yes'))).toBe(true);

  await rows.first().getByRole('heading').getByRole('link').click();
  await expect(page.getByText('This is demonstration data')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'About the demonstration' }).click();
  await page.getByRole('link', { name: 'РОБОТОТЕХНИК' }).click();
  await expect(rows.first()).toContainText(/робототехник/i);
});

test('pages of what was published show nothing invented', async ({ page }) => {
  for (const path of ['/en', '/en/seasons', '/en/regions', '/en/how', '/en/sources']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText('2025');
    await expect(page.getByRole('main')).not.toContainText(/invented/i);
  }
  await page.goto('/en');
  await expect(page.getByRole('article')).toHaveCount(3);
  await page.goto('/en/regions/KZ-63');
  const published = page.locator('section', { hasText: 'Published projects' });
  await expect(published).toContainText('Projects for demonstration');
});

test('a ready query opens in GraphiQL and runs', async ({ page }) => {
  await page.goto('/en/demo');
  await page.getByRole('link', { name: 'How many projects by region and stage' }).click();
  await expect(page.locator('.graphiql-query-editor')).toContainText('socialProjectCounts');
  await page.getByRole('button', { name: /Execute query/ }).click();
  await expect(page.locator('.result-window')).toContainText('"count"');
});
