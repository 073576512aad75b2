import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './test';

const chart = (page: Page, name: string) => page.getByRole('group', { name, exact: true });

test('the navigation and the cards of the home page lead to the comparison', async ({ page }) => {
  await page.goto('/en');
  await page.getByRole('link', { name: 'Compare 2019 with the other seasons' }).click();
  await expect(page).toHaveURL(/\/en\/seasons\?season=2019$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Seasons compared');
  await expect(chart(page, 'Social projects, 2019')).toContainText('228 projects');
  const section = page.getByRole('navigation', { name: 'Sections' }).getByText('Seasons');
  await expect(section).toHaveAttribute('aria-current', 'page');
});

test('a value is named, valued and sourced to the keyboard, and opens', async ({ page }) => {
  await page.goto('/en/seasons?measure=youth');
  const youth = chart(page, 'Young people who took part').first();
  const values = youth.locator('summary', { has: page.locator('strong') });
  await expect(values).toHaveText([
    '2017, Young people who took part: about 2,000 people Sources: S0, S24',
    '2018, Young people who took part: about 3,500 people Source: S0',
    '2018, Young people who took part: over 3,500 people Source: S17',
    '2019, Young people who took part: 3,500 people plan Source: S16',
  ]);
  await expect(youth).toContainText('Sources disagree');

  // From one value to the next by Tab alone, over the link of the season.
  await values.nth(1).focus();
  await page.keyboard.press('Tab');
  await expect(values.nth(2)).toBeFocused();
  const title = youth.getByText('News report on the 2018 season');
  await expect(title).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(title).toBeVisible();
  await expect(
    youth.getByRole('paragraph').filter({ hasText: 'S17 says over 3,500; S0 says about 3,500.' }),
  ).toBeVisible();
});

test('every kind of statement is drawn in its own way, and the legend names it', async ({
  page,
}) => {
  await page.goto('/en/seasons?measure=projects');
  const projects = chart(page, 'Social projects').first();
  const rows = projects.locator('.rows > li');
  await expect(rows).toHaveCount(3);
  // Without colour: filled, pale or empty, and with an end of its own.
  const looks = await projects.locator('.rows svg:not(.end)').evaluateAll((bars) =>
    bars.map((bar) => {
      const { opacity, display } = getComputedStyle(bar.querySelector('rect')!);
      return [
        bar.classList.contains('EXACTLY') ? 'exact' : 'rounded',
        display === 'none' ? 'empty' : opacity === '1' ? 'filled' : 'pale',
        bar.querySelector('path')!.getAttribute('d'),
      ];
    }),
  );
  expect(looks.map((look) => look.slice(0, 2))).toEqual([
    ['exact', 'filled'],
    ['exact', 'filled'],
    ['rounded', 'pale'],
    ['rounded', 'empty'],
  ]);
  expect(new Set(looks.map((look) => look[2])).size).toBe(3);
  await expect(projects.getByRole('list', { name: 'How to read the chart' })).toHaveText(
    /exact number.*about.*at least.*plan/s,
  );
  // The lengths are to scale.
  const widths = await projects
    .locator('.rows rect')
    .evaluateAll((all) => all.map((rect) => parseFloat(rect.getAttribute('width')!)));
  expect(widths[1]! / widths[0]!).toBeCloseTo(1027 / 589, 5);
});

test('the choices live in the address', async ({ page }) => {
  await page.goto('/en/seasons');
  await page.getByRole('navigation', { name: 'Season', exact: true }).getByText('2019').click();
  await page
    .getByRole('navigation', { name: 'What to count, 2019' })
    .getByText('Applications')
    .click();
  await page
    .getByRole('navigation', { name: 'What to count', exact: true })
    .getByText('Regions that took part')
    .focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/en\/seasons\?measure=regions&season=2019&by=applications$/);
  for (const visit of [1, 2]) {
    const regions = chart(page, 'Regions that took part');
    await expect(regions.locator('strong'), `visit ${visit}`).toHaveText([
      '4 regions',
      '6 regions',
      '6 regions',
    ]);
    const applications = chart(page, 'Applications, 2019');
    await expect(applications.locator('strong')).toHaveText(['over 700 applications']);
    await expect(applications.locator('.rows').getByText('no published figure')).toHaveCount(5);
    await page.reload();
  }
  await page.goBack();
  await expect(chart(page, 'Social projects').first()).toBeVisible();

  await page.goto('/en/seasons?measure=nonsense&season=1999&by=youth');
  await expect(chart(page, 'Social projects').first()).toBeVisible();
  await expect(chart(page, 'Young people who took part, 2018')).toContainText('491 people');
  await page.goto('/en/seasons?season=2017');
  await expect(page.getByText('No published figure by region was found')).toBeVisible();
});

test('the table and the file hold what the chart shows', async ({ page }) => {
  await page.goto('/en/seasons?measure=applications');
  await expect(page.getByText('They cannot be added up')).toBeVisible();
  const applications = chart(page, 'Applications');
  await applications.getByText('As a table').click();
  const cells = await applications
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
    );
  expect(cells.map((row) => row.slice(0, 8))).toEqual([
    ['Period', 'Region', 'Measure', 'Accuracy', 'Number', 'Unit', 'Kind', 'Source'],
    ['2017', 'All regions together', 'Applications', '—', '—', '—', '—', '—'],
    ['2018', 'Aktobe Region', 'Applications', 'about', '300', 'applications', 'published', 'S26'],
    [
      '2018',
      'Kostanay Region',
      'Applications',
      'almost',
      '500',
      'applications',
      'published',
      'S21',
    ],
    [
      '2019',
      'West Kazakhstan Region',
      'Applications',
      'over',
      '700',
      'applications',
      'published',
      'S20',
    ],
  ]);

  const saved = page.waitForEvent('download');
  await applications.getByRole('button', { name: 'Download CSV' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('zhas-seasons-applications.csv');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(cells.length);
  for (const [i, row] of cells.entries()) {
    for (const cell of row.filter((text) => text !== '—')) expect(lines[i]).toContain(cell);
  }
});

test('the totals stand side by side with their disagreements and plans', async ({ page }) => {
  await page.goto('/en/seasons');
  const totals = page.locator('#totals');
  await expect(totals.locator('strong')).toHaveText([
    'over 9,000 people',
    'about 10,000 people',
    'over 8,000 people',
    'about 9,000 people',
    'over 8,500 people',
    '5,508 people',
    'over 2,900 projects',
    'over 2,000 projects',
    'over 1,500 projects',
    '1,116 projects',
    '1,616 projects',
    '20%',
    '20%',
    '10%',
  ]);
  await expect(totals.getByText('Sources disagree')).toHaveCount(2);
});

for (const [language, { title, link }] of Object.entries({
  kk: { title: 'Қадам-қадаммен: топтан форумға дейін', link: 'Барлық қадамды көру' },
  ru: { title: 'Шаг за шагом: от команды до форума', link: 'Посмотреть все шаги' },
  en: { title: 'Step by step: from a team to the forum', link: 'See every step' },
})) {
  test(`${language}: each step names its season and a source that is in the list`, async ({
    page,
  }) => {
    await page.goto(`/${language}`);
    await page.getByRole('main').getByRole('link', { name: link }).click();
    await expect(page).toHaveURL(new RegExp(`/${language}/how$`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    const steps = page.locator('.step');
    await expect(steps).toHaveCount(18);
    for (const step of await steps.all()) {
      expect(await step.locator('a[href*="/seasons/"]').count()).toBeGreaterThan(0);
      expect(await step.locator('.cite a').count()).toBeGreaterThan(0);
    }
    const codes = await page
      .locator('.cite a')
      .evaluateAll((links) => links.map((a) => new URL((a as HTMLAnchorElement).href).hash));
    await page.goto(`/${language}/sources`);
    for (const code of new Set(codes)) await expect(page.locator(code), code).toHaveCount(1);
  });
}
