import type { Locator, Page } from '@playwright/test';
import { expect, test } from './test';

/** Presses Tab until the focus is on it. */
async function tabTo(page: Page, target: Locator, most = 60) {
  await expect(target).toBeVisible();
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target.toString()} is not within ${most} presses of Tab`);
}

test('the map: into it, through it, out of it', async ({ page }) => {
  await page.goto('/en/regions?season=2018&measure=PROJECTS');
  const tiles = page.locator('.tile');
  await expect(tiles).toHaveCount(20);
  const stop = page.locator('.tile[tabindex="0"]');
  await expect(stop).toHaveCount(1);
  await tabTo(page, stop);

  // The arrow keys reach every tile, and each one tells its region and what is known.
  const reached = new Set<string>();
  const current = () => page.locator('.tile:focus').getAttribute('data-code');
  const walk = async (code: string) => {
    if (reached.has(code)) return;
    reached.add(code);
    for (const arrow of ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) {
      await page.locator(`[data-code="${code}"]`).focus();
      await page.keyboard.press(arrow);
      await walk((await current())!);
    }
  };
  await walk((await current())!);
  expect(reached.size).toBe(20);

  await page.locator('[data-code="KZ-43"]').focus();
  await expect(page.locator('.tile:focus')).toHaveAccessibleName(
    'Kyzylorda Region: 269 projects. Source: S26a',
  );
  await expect(page.locator('.detail')).toContainText('269 projects');

  // The choice of what the map shows, by its keys alone.
  const measure = page.getByRole('combobox', { name: 'Measure' });
  await measure.focus();
  await page.keyboard.press('Home');
  await expect(page).toHaveURL(/measure=TOOK_PART/);
  await expect(measure).toBeFocused();
});

test('a chart: every value is reached, opened and closed', async ({ page }) => {
  await page.goto('/en/seasons?measure=youth');
  const chart = page
    .getByRole('group', { name: 'Young people who took part', exact: true })
    .first();
  const values = chart.locator('.rows summary');
  await expect(values).toHaveCount(4);
  for (const value of await values.all()) {
    await tabTo(page, value, 20);
    const known = value.locator('xpath=..').locator('.known');
    await page.keyboard.press('Enter');
    await expect(known).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(known.getByRole('link').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(known).toBeHidden();
    await expect(value).toBeFocused();
  }

  await tabTo(page, chart.getByText('As a table'));
  await page.keyboard.press('Space');
  await expect(chart.getByRole('table')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(chart.getByRole('button', { name: 'Download CSV' })).toBeFocused();
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  await saving;
});

test('choices: what cannot be chosen is passed over', async ({ page }) => {
  await page.goto('/en/seasons?season=2019');
  const choices = page.getByRole('navigation', { name: 'What to count, 2019' });
  const off = choices.getByRole('link', { name: 'Mentors', disabled: true });
  await expect(off).toBeVisible();
  await expect(off).not.toHaveAttribute('href');
  await page
    .getByRole('navigation', { name: 'Season', exact: true })
    .getByRole('link', { name: '2019' })
    .focus();
  await page.keyboard.press('Tab');
  await expect(choices.getByRole('link', { name: 'Applications' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/by=applications/);
  await expect(choices.getByRole('link', { name: 'Applications' })).toBeFocused();
});

test('the filter of the projects: set, applied, taken back', async ({ page }) => {
  const region = { isoCode: 'KZ-63', name: { kk: 'Шығыс', ru: 'Восток', en: 'East' } };
  const project = (id: number, direction: string) => ({
    id: `${id}`,
    title: `Жоба ${id}`,
    language: 'KAZAKH',
    direction,
    stage: 'COMPLETED',
    season: { year: 2018 },
    region,
  });
  const all = [project(1, 'EDUCATION'), project(2, 'CULTURE_AND_LEISURE')];
  await page.route('/graphql', async (route) => {
    const { query, variables } = route.request().postDataJSON();
    if (!query.includes('query Projects(')) return route.continue();
    const asked = variables.filter.direction?.[0];
    const nodes = all.filter(({ direction }) => !asked || direction === asked);
    const pageInfo = { hasNextPage: false, hasPreviousPage: false };
    await route.fulfill({
      json: {
        data: {
          socialProjects: {
            nodes,
            pageInfo: { ...pageInfo, startCursor: null, endCursor: null },
            totalCount: nodes.length,
          },
          published: { totalCount: all.length },
        },
      },
    });
  });
  await page.goto('/en/projects');
  const titles = page.getByRole('main').getByRole('heading', { level: 2 });
  await expect(titles).toHaveCount(2);
  const direction = page.getByLabel('Direction');
  await tabTo(page, direction);
  await page.keyboard.type('Edu');
  await expect(direction).toHaveValue('EDUCATION');
  await tabTo(page, page.getByRole('button', { name: 'Show' }), 5);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/direction=EDUCATION$/);
  await expect(titles).toHaveText(['Жоба 1']);
  await expect(page.getByRole('status').filter({ hasText: '1 project found' })).toBeVisible();

  const clear = page.getByRole('link', { name: 'Clear the filter' });
  await expect(clear).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(clear).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/en\/projects$/);
  await expect(titles).toHaveCount(2);
  await expect(direction).toHaveValue('');
});

test('the display settings: opened, changed, closed', async ({ page }) => {
  await page.goto('/en/about');
  const open = page.getByRole('button', { name: 'Display' });
  const dialog = page.getByRole('dialog', { name: 'Display' });
  await tabTo(page, open, 15);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  const radio = (group: string, name: string) =>
    dialog.getByRole('group', { name: group }).getByRole('radio', { name });
  await expect(radio('Colours', 'As on the device')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(radio('Colours', 'Dark')).toBeChecked();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Tab');
  await expect(radio('Contrast', 'As on the device')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('html')).toHaveAttribute('data-text', 'large');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();
});

test('details of a source: opened, walked into, closed', async ({ page }) => {
  await page.goto('/en/seasons/2018');
  const source = page.getByText('Source: S17').first();
  await tabTo(page, source, 40);
  await page.keyboard.press('Enter');
  const details = source.locator('xpath=..');
  await expect(details).toHaveAttribute('open');
  await page.keyboard.press('Tab');
  await expect(details.getByRole('link', { name: 'S17' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(details).not.toHaveAttribute('open');
  await expect(source).toBeFocused();
});

for (const language of ['kk', 'ru', 'en']) {
  for (const [text, rows] of [
    ['usual', 1],
    ['large', 2],
  ] as const) {
    test(`${language}: with ${text} text the header fits a phone`, async ({ page }) => {
      await page.addInitScript(
        (settings) => localStorage.setItem('zhas-settings', settings),
        JSON.stringify({ text }),
      );
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(`/${language}/sources`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.evaluate(() => document.fonts.ready);
      const links = page.getByRole('banner').locator('a:visible, button:visible');
      await expect(links).toHaveCount(10);
      const boxes = await links.evaluateAll((all) =>
        all.map((link) => {
          const { left, right, top } = link.getBoundingClientRect();
          const { scrollWidth, clientWidth } = link;
          return { left, right, top, cut: scrollWidth > clientWidth };
        }),
      );
      for (const { left, right, cut } of boxes) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(360);
        expect(cut).toBe(false);
      }
      // The brand, the languages, the settings and the way to sign in on one line, the sections below.
      const sections = page
        .getByRole('banner')
        .getByRole('navigation')
        .first()
        .locator('a:visible');
      const tops = await sections.evaluateAll((all) =>
        all.map((link) => Math.round(link.getBoundingClientRect().top)),
      );
      expect(tops).toHaveLength(4);
      expect(new Set(tops).size).toBe(rows);
      const others = boxes.filter(({ top }) => top < Math.min(...tops) - 1);
      expect(others).toHaveLength(6);

      // From the first link to the last by Tab alone, in the order of the page.
      await page.keyboard.press('Tab');
      for (const link of await links.all()) {
        await page.keyboard.press('Tab');
        await expect(link).toBeFocused();
      }
    });
  }
}
