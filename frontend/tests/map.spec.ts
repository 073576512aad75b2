import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './test';

const tile = (page: Page, code: string) => page.locator(`[data-code="${code}"]`);

test('the address says what the map shows', async ({ page }) => {
  await page.goto('/en/regions?season=2018&measure=PROJECTS');
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('Social projects, 2018');
  await expect(page.getByRole('combobox', { name: 'Measure' })).toHaveValue('PROJECTS');
  await expect(page.getByRole('combobox', { name: 'Season', exact: true })).toHaveValue('2018');
  await expect(
    page.getByRole('button', {
      name: 'East Kazakhstan Region: 149 projects. Sources: S25, S27',
      exact: true,
    }),
  ).toBeVisible();
  await expect(
    page.getByRole('button', { name: /^Zhambyl Region: Took part, but no published figure/ }),
  ).toContainText('no figure');

  await page.getByRole('combobox', { name: 'Measure' }).selectOption('Sum of grants');
  await expect(page).toHaveURL(/\/en\/regions\?season=2018&measure=GRANTS$/);
  await expect(tile(page, 'KZ-39')).toContainText('136.3');
  await expect(page.getByText('million tenge')).toBeVisible();
  await page.goBack();
  await expect(tile(page, 'KZ-63')).toContainText('149');
});

test('who took part is shown first, and when the address makes no sense', async ({ page }) => {
  for (const query of ['', '?season=1999&measure=HEIGHT']) {
    await page.goto(`/kk/regions${query}`);
    await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(
      'Бағдарламаға қатысуы, барлық маусым',
    );
    await expect(tile(page, 'KZ-71')).toContainText('2019');
  }
});

test('what the published figures leave over stands beside them', async ({ page }) => {
  await page.goto('/en/regions?season=2018&measure=PROJECTS');
  const note = 'What remains for Zhambyl and North Kazakhstan together';
  for (const place of [page.locator('.national'), page.locator('tfoot')]) {
    const left = place.locator('.statement', { hasText: '301 projects' });
    await expect(left).toContainText('worked out here');
    await expect(left.getByText(note)).toBeVisible();
    await left.getByText('Source: S17').click();
    await expect(left.getByText('= 1027 - 726 = 301')).toBeVisible();
  }
});

test('another choice fetches nothing', async ({ page }) => {
  await page.goto('/ru/regions');
  await expect(page.getByRole('rowheader')).toHaveCount(20);
  let asked = 0;
  page.on('request', (request) => (asked += Number(request.url().includes('graphql'))));
  await page.getByRole('combobox', { name: 'Показатель' }).selectOption('Заявки');
  await page.getByRole('combobox', { name: 'Сезон', exact: true }).selectOption('2019');
  await expect(tile(page, 'KZ-27')).toContainText('>700');
  expect(asked).toBe(0);
});

test('the keyboard reaches every value and its source', async ({ page }) => {
  await page.goto('/en/regions?season=2018&measure=PROJECTS');
  await page.getByRole('combobox', { name: 'Season', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(page.locator('.tile:focus')).toHaveCount(1);
  await tile(page, 'KZ-11').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tile(page, 'KZ-71')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(tile(page, 'KZ-63')).toBeFocused();
  const detail = page.locator('.detail');
  await expect(detail).toContainText('East Kazakhstan Region');
  await expect(detail).toContainText('149 projects');

  // One stop for the whole map: the next one is the source.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(detail.getByText('Kazinform', { exact: false }).first()).toBeVisible();
  await detail.getByRole('link', { name: 'Page of the region' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/en\/regions\/KZ-63$/);
});

test('regions that did not exist yet are told from those that did', async ({ page }) => {
  await page.goto('/en/regions?season=2017&measure=TOOK_PART');
  const borders = page.locator('.borders');
  await expect(borders.getByRole('listitem')).toHaveText([
    'Abai Region — part of East Kazakhstan Region until 8 June 2022',
    'Jetisu Region — part of Almaty Region until 8 June 2022',
    'Shymkent — part of Turkistan Region until 19 June 2018',
    'Ulytau Region — part of Karaganda Region until 8 June 2022',
  ]);
  await expect(tile(page, 'KZ-79')).toContainText('↑');
  await expect(page.getByRole('rowheader', { name: 'Turkistan Region' })).toContainText(
    'Name at the time: South Kazakhstan Region',
  );
  await page.getByRole('combobox', { name: 'Season', exact: true }).selectOption('2018');
  await expect(borders.getByRole('listitem')).toHaveCount(3);
});

test('the file holds what the table shows', async ({ page }) => {
  await page.goto('/en/regions?season=2018&measure=APPLICATIONS');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe('zhas-regions-2018-applications.csv');
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  expect(lines[0]).toBe(
    '\ufeffRegion,ISO 3166-2,Season,Applications,Number,Unit,Kind,Sources,Note',
  );
  expect(lines).toContain(
    'Aktobe Region,KZ-15,2018,about 300 applications,300,applications,published,S26,The source speaks of about 300 people of Aktobe who wished to take part.',
  );
  expect(lines).toContain(
    'Abai Region,KZ-10,2018,part of East Kazakhstan Region until 8 June 2022,,,,,',
  );
  const rows = await page.getByRole('rowheader').getByRole('link').allTextContents();
  expect(lines.slice(1, 21).map((line) => line.split(',')[0])).toEqual(rows);
});

for (const language of ['kk', 'ru', 'en']) {
  for (const text of ['usual', 'large']) {
    test(`${language}: ${text} text fits its tile on a phone`, async ({ page }) => {
      await page.addInitScript(
        (settings) => localStorage.setItem('zhas-settings', settings),
        JSON.stringify({ text }),
      );
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(`/${language}/regions`);
      const season = page.getByRole('combobox').nth(1);
      for (const query of ['', '?season=2018&measure=GRANT_MEAN', '?season=2018&measure=YOUTH']) {
        await page.goto(`/${language}/regions${query}`);
        await expect(season).toBeVisible();
        await page.evaluate(() => document.fonts.ready);
        const cut = await page.locator('.tile').evaluateAll((tiles) =>
          tiles.flatMap((tile) => {
            const edge = tile.getBoundingClientRect();
            return [...tile.querySelectorAll('.brief, .says')].flatMap((part) => {
              const range = document.createRange();
              range.selectNodeContents(part);
              const box = range.getBoundingClientRect();
              const fits = box.right < edge.right && box.bottom < edge.bottom;
              return fits ? [] : [part.textContent!.trim()];
            });
          }),
        );
        expect(cut, query).toEqual([]);
      }
    });
  }
}
