import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, test } from './test';

// Nothing is published in a new database: the graph's answers on projects are made up here.
const region = {
  isoCode: 'KZ-63',
  name: {
    kk: 'Шығыс Қазақстан облысы',
    ru: 'Восточно-Казахстанская область',
    en: 'East Kazakhstan Region',
  },
};
const project = (n: number) => ({
  id: String(1000 + n),
  title: n === 2 ? `Жоба, "${'ұзын атауымен '.repeat(12)}"` : `Жоба ${n}`,
  language: 'KAZAKH',
  direction: n % 2 ? 'CULTURE_AND_LEISURE' : 'OTHER',
  stage: 'COMPLETED',
  invented: false,
  season: { year: 2018 },
  region,
});
const nodes = Array.from({ length: 45 }, (_, i) => project(i + 1));

/** Answers the list and the detail as the graph does, with indexes for cursors. */
async function publish(page: Page) {
  await page.route('/graphql', async (route) => {
    const { query, variables } = route.request().postDataJSON();
    const answer = (data: unknown) => route.fulfill({ json: { data } });
    if (query.includes('query Projects(')) {
      const found = variables.filter.search ? [] : nodes;
      const start = variables.before
        ? Number(variables.before) - variables.last
        : Number(variables.after ?? -1) + 1;
      const end = start + (variables.first ?? variables.last);
      const rows = found.slice(start, end);
      return answer({
        socialProjects: {
          nodes: rows,
          pageInfo: {
            hasPreviousPage: start > 0,
            hasNextPage: end < found.length,
            startCursor: String(start),
            endCursor: String(start + rows.length - 1),
          },
          totalCount: found.length,
        },
        published: { totalCount: nodes.length },
      });
    }
    if (query.includes('query Project(')) {
      const name = { kk: 'Екінші маусым (2018)', ru: 'Второй сезон (2018)', en: 'Second season' };
      const found = nodes.find(({ id }) => id === variables.id);
      return answer({
        node: found && {
          ...found,
          __typename: 'SocialProject',
          summary: 'Ауыл балаларына кітап оқу кештері.',
          season: { year: 2018, name },
          locality: null,
          host: { name: 'Жас Өркен' },
          members: [{ role: 'LEADER' }, { role: 'MEMBER' }, { role: 'MEMBER' }],
        },
      });
    }
    await route.continue();
  });
}

async function expectAccessible(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide, 'pixels to scroll sideways').toBe(0);
}

const titles = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 });

test('without published projects the list says so and shows the figures', async ({ page }) => {
  await page.goto('/kk/projects');
  await expect(page.getByText('Жекелеген жобалар әлі жарияланған жоқ')).toBeVisible();
  await expect(page.getByRole('main').getByText('1 027 жоба')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: '2018' }).first().click();
  await expect(page).toHaveURL(/\/kk\/seasons\/2018$/);
});

test('pages lead on and back, and so does the browser', async ({ page }) => {
  await publish(page);
  await page.goto('/en/projects?season=2018');
  await expect(page.getByRole('status').filter({ hasText: '45 projects found' })).toBeVisible();
  await expect(page.getByLabel('Season')).toHaveValue('2018');
  await expect(titles(page)).toHaveCount(20);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(titles(page).first()).toHaveText('Жоба 21');
  await expect(page).toHaveURL(/season=2018&after=19$/);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(titles(page)).toHaveCount(5);
  await expect(page.getByRole('link', { name: 'Next page' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(titles(page).first()).toHaveText('Жоба 21');
  await expect(page).toHaveURL(/before=40$/);
  await page.goBack();
  await expect(titles(page).first()).toHaveText('Жоба 41');
  await page.getByRole('link', { name: 'Start of the list' }).click();
  await expect(titles(page).first()).toHaveText('Жоба 1');
});

test('the file has exactly the page shown', async ({ page }) => {
  await publish(page);
  await page.goto('/en/projects?after=39');
  await expect(titles(page)).toHaveCount(5);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('projects.csv');
  const lines = (await readFile((await download.path())!, 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe('\ufeffTitle,Season,Region,Direction,Stage,Invented');
  expect(lines[1]).toBe('Жоба 41,2018,East Kazakhstan Region,Culture and leisure,Completed,no');
  expect(lines[2]).toContain(',Another theme,');
});

test('the keyboard filters, and nothing found is said', async ({ page }) => {
  await publish(page);
  await page.goto('/ru/projects');
  await page.getByLabel('Поиск').focus();
  await page.keyboard.type('книга');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/ru\/projects\?search=%D0%BA/);
  await expect(page.getByText('Таких проектов не нашлось')).toBeVisible();
  await expect(page.getByLabel('Поиск')).toBeFocused();
  await expectAccessible(page);
  await page.goBack();
  await expect(page.getByLabel('Поиск')).toHaveValue('');
  await expect(titles(page)).toHaveCount(20);
});

test('a project is told in its own language and leads back to its list', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await publish(page);
  await page.goto('/en/projects?season=2018&after=19');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Жоба 21' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Жоба 21');
  await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('lang', 'kk');
  await expect(page.locator('.summary')).toHaveAttribute('lang', 'kk');
  await expect(page.getByRole('definition').filter({ hasText: 'Жас Өркен' })).toBeVisible();
  await expect(page.getByText('Team member: 2')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page).toHaveURL(/\/en\/projects\?season=2018&after=19$/);
});

test('a long title stays on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await publish(page);
  for (const path of ['/kk/projects', '/kk/projects/1002']) {
    await page.goto(path);
    await expect(page.getByText('ұзын атауымен').first()).toBeVisible();
    await expectAccessible(page);
  }
});

test('what is no project is not found', async ({ page }) => {
  for (const id of ['999999999999999999', '1', 'x']) {
    await page.goto(`/en/projects/${id}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  }
});

test('a page that is out of date keeps the filter', async ({ page }) => {
  await page.goto('/en/projects?season=2018&after=nonsense');
  await expect(page.getByRole('alert')).toContainText('The list could not be fetched');
  await expect(page.getByLabel('Season')).toHaveValue('2018');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Start of the list' }).click();
  await expect(page.getByText('No single project has been published yet')).toBeVisible();
});

test('every page about the site is one click away', async ({ page }) => {
  await page.goto('/en');
  for (const name of ['Glossary', 'About this site', 'Accessibility', 'Design system']) {
    await page.getByRole('contentinfo').getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  }
});

test('a word of the glossary has an address in every language', async ({ page }) => {
  await page.goto('/kk/glossary#draw');
  await expect(page.locator('#draw')).toContainText('жеребе');
  await expect(page.locator('#draw')).toBeInViewport();
  await page.getByRole('link', { name: 'Русский' }).click();
  await expect(page).toHaveURL(/\/ru\/glossary#draw$/);
  await expect(page.locator('#draw')).toContainText('жеребьёвка');
  const letters = page.getByRole('main').getByRole('heading', { level: 2 });
  await page.goto('/kk/glossary');
  await expect(letters.first()).toHaveText('А');
  await expect(letters.nth(1)).toHaveText('Ә');
});

test('the links of the page about the site lead somewhere', async ({ page, request }) => {
  await page.goto('/en/about');
  const links = page.getByRole('main').locator('a[rel="external"]');
  await expect(links).toHaveCount(3);
  for (const link of await links.all()) {
    const answer = await request.get((await link.getAttribute('href'))!);
    expect(answer.status()).toBe(200);
  }
});

test('the design page measures enough contrast in every look', async ({ page }) => {
  for (const settings of [
    { theme: 'light', contrast: 'usual' },
    { theme: 'dark', contrast: 'usual' },
    { theme: 'light', contrast: 'high' },
    { theme: 'dark', contrast: 'high' },
  ]) {
    await page.goto('/en/design');
    await page.evaluate((s) => localStorage.setItem('zhas-settings', s), JSON.stringify(settings));
    await page.reload();
    const pairs = page.locator('.colours li');
    await expect(pairs).toHaveCount(15);
    await expect(pairs.filter({ hasText: '· enough' })).toHaveCount(15);
  }
});
