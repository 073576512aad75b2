import { expect, test } from './test';

const words = {
  kk: {
    seasons: 'Маусымдар',
    notFound: 'Бұл бет табылмады',
    failed: 'Деректерді алу мүмкін болмады',
  },
  ru: { seasons: 'Сезоны', notFound: 'Такой страницы нет', failed: 'Не удалось получить данные' },
  en: {
    seasons: 'Seasons',
    notFound: 'There is no such page',
    failed: 'The data could not be fetched',
  },
} as const;

for (const [language, word] of Object.entries(words)) {
  test(`${language}: the home page lists three seasons`, async ({ page }) => {
    await page.goto(`/${language}`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const seasons = page.locator('section', {
      has: page.getByRole('heading', { name: word.seasons }),
    });
    const cards = seasons.getByRole('article');
    await expect(cards).toHaveCount(3);
    for (const [i, year] of ['2017', '2018', '2019'].entries()) {
      await expect(cards.nth(i)).toContainText(year);
      await expect(cards.nth(i).locator(`a[href^="/${language}/regions/"]`)).toHaveCount(i ? 6 : 4);
    }
  });

  test(`${language}: what does not exist is not found`, async ({ page }) => {
    for (const path of ['nowhere/at/all', 'seasons/1999', 'seasons/soon', 'regions/KZ-99']) {
      await page.goto(`/${language}/${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(word.notFound);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    }
    await page.getByRole('main').locator(`a[href="/${language}"]`).click();
    await expect(page).toHaveURL(new RegExp(`/${language}$`));
    await expect(page.getByRole('article')).toHaveCount(3);
  });

  test.describe(() => {
    test.use({ tolerated: /ERR_FAILED/ });

    test(`${language}: a failing server is told, and asked again`, async ({ page }) => {
      await page.route('/graphql', (route) => route.abort());
      await page.goto(`/${language}/regions`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(word.failed);
      await page.unroute('/graphql');
      await page.getByRole('main').locator(`a[href$="/${language}/regions"]`).click();
      await expect(page.getByRole('rowheader')).toHaveCount(20);
    });
  });
}

test('season 2018 shows what the sources say side by side', async ({ page }) => {
  await page.goto('/en/seasons/2018');
  const projects = page.locator('.group', { hasText: 'Social projects' }).first();
  const exact = projects.locator('dd:has(strong:text-is("1,027"))');
  await expect(exact).toContainText('1,027 projects');
  await expect(projects.locator('dd', { hasText: 'about' })).toContainText('about 1,000 projects');
  await expect(projects).toContainText('Sources disagree');

  // The source on demand, by keyboard alone.
  const source = exact.getByText('Source: S17');
  const title = exact.getByText('News report on the 2018 season');
  await expect(title).toBeHidden();
  await source.focus();
  await page.keyboard.press('Enter');
  await expect(title).toBeVisible();
  await expect(projects.locator('dd', { hasText: 'about' }).getByText('Source: S0')).toBeVisible();
});

test('what no source gives is unknown', async ({ page }) => {
  await page.goto('/en/seasons/2017');
  const rule = (name: string) =>
    page
      .locator('dl > div', { has: page.getByText(name, { exact: true }) })
      .getByRole('definition');
  await expect(rule('Age')).toHaveText('unknown: no source gives it');
  await page.goto('/en/seasons/2019');
  await expect(rule('Age')).toContainText('14–29 years');
  await expect(rule('Ceiling of a grant')).toContainText('up to 1,000,000 tenge');
  await expect(rule('Scoring')).toHaveText('unknown: no source gives it');
});

for (const { language, name, line, mark } of [
  {
    language: 'kk',
    name: 'Деректерді сақтау мерзімі',
    line: 'Келісімдер, профиль жойылған күннен бастап: 36 ай',
    mark: 'Шартты мән: дереккөзі жоқ',
  },
  {
    language: 'ru',
    name: 'Срок хранения данных',
    line: 'Согласия, с того дня, как профиля не стало: 36 месяцев',
    mark: 'Условное значение: источника нет',
  },
  {
    language: 'en',
    name: 'How long data is kept',
    line: 'Consents, from the end of the profile: 36 months',
    mark: 'Illustrative: no source gives it',
  },
]) {
  test(`${language}: a rule without a source is illustrative`, async ({ page }) => {
    await page.route('/graphql', async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      const rules = json.data?.season?.ruleSet?.rules;
      if (rules) rules.retention = [{ kind: 'CONSENTS', months: 36 }];
      await route.fulfill({ response, json });
    });
    await page.goto(`/${language}/seasons/2019`);
    const rule = page
      .locator('dl > div', { has: page.getByText(name, { exact: true }) })
      .getByRole('definition');
    await expect(rule.locator('p')).toHaveText([line, mark]);
    // One with a source has no such mark.
    await expect(page.getByText(mark)).toHaveCount(1);
  });
}

test('East Kazakhstan shows its projects and its later split', async ({ page }) => {
  await page.goto('/kk/regions/KZ-63');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Шығыс Қазақстан облысы');
  const projects = page.locator('.group', { hasText: 'Әлеуметтік жобалар' });
  await expect(projects).toContainText('149 жоба');
  await expect(projects).toContainText('Дереккөздері: S25, S27');
  const successor = page
    .getByRole('definition')
    .filter({ has: page.getByRole('link', { name: 'Абай облысы' }) });
  await expect(successor).toContainText('2022 жылғы 8 маусым');
  await successor.getByRole('link', { name: 'Абай облысы' }).click();
  await expect(page).toHaveURL(/\/kk\/regions\/KZ-10$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Абай облысы');
  await expect(page.getByRole('link', { name: 'Шығыс Қазақстан облысы' })).toBeVisible();
});

test('names over time', async ({ page }) => {
  await page.goto('/en/regions/KZ-71');
  const history = page.locator('section', {
    has: page.getByRole('heading', { name: 'Name and centre over time' }),
  });
  await expect(history.getByRole('heading', { level: 3 })).toHaveText([
    'Astana',
    'Nur-Sultan',
    'Astana',
  ]);
  await expect(history).toContainText('23 March 2019 – 17 September 2022');
});

test('regions are in the order of the language', async ({ page }) => {
  const names = page.getByRole('rowheader').getByRole('link');
  await page.goto('/kk/regions');
  await expect(names).toHaveCount(20);
  const kk = await names.allTextContents();
  expect(kk.indexOf('Ақмола облысы')).toBeLessThan(kk.indexOf('Алматы'));
  expect(kk.indexOf('Қызылорда облысы')).toBeLessThan(kk.indexOf('Маңғыстау облысы'));
  await page.goto('/en/regions');
  await expect(names).toHaveCount(20);
  const en = await names.allTextContents();
  expect(en).toEqual([...en].sort(new Intl.Collator('en').compare));
});

test('the language switch keeps the page and is remembered', async ({ page }) => {
  await page.goto('/kk/seasons/2018?x=1');
  await page.getByRole('link', { name: 'Русский' }).click();
  await expect(page).toHaveURL(/\/ru\/seasons\/2018\?x=1$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Второй сезон (2018)');
  await page.goto('/');
  await expect(page).toHaveURL(/\/ru$/);
});

test.describe('a first visit', () => {
  test.use({ locale: 'de-DE' });

  test('is in Kazakh unless the browser prefers another language', async ({ page }) => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/kk$/);
  });
});

test('settings are kept', async ({ page }) => {
  await page.goto('/en/regions');
  const root = page.locator('html');
  await page.getByRole('button', { name: 'Display' }).click();
  const choose = (group: string, choice: string) =>
    page.getByRole('group', { name: group }).getByRole('radio', { name: choice }).check();
  await choose('Colours', 'Dark');
  await choose('Contrast', 'High');
  await choose('Text', 'Larger');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  for (const visit of [1, 2]) {
    await expect(root, `visit ${visit}`).toHaveAttribute('data-theme', 'dark');
    await expect(root).toHaveAttribute('data-contrast', 'high');
    await expect(root).toHaveCSS('font-size', '20px');
    await expect(root).toHaveCSS('background-color', 'rgb(0, 0, 0)');
    await page.reload();
  }
});

test('the keyboard skips to the content', async ({ page }) => {
  await page.goto('/en/regions');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('combobox').first()).toBeFocused();
});

test('each source that a sentence names is in the list', async ({ page }) => {
  await page.goto('/en');
  const cited = page.locator('.cite a');
  await expect(cited.first()).toBeVisible();
  const codes = await cited.evaluateAll((links) =>
    links.map((a) => new URL((a as HTMLAnchorElement).href).hash),
  );
  expect(codes.length).toBeGreaterThan(8);
  await cited.first().click();
  await expect(page).toHaveURL(new RegExp(`/en/sources${codes[0]}$`));
  for (const code of new Set(codes)) await expect(page.locator(code)).toHaveCount(1);
});

test('GraphiQL runs its query', async ({ page }) => {
  await page.goto('/en');
  await page.getByRole('link', { name: 'Data graph' }).click();
  await expect(page).toHaveURL(/\/graphiql$/);
  // Before the editor holds its query the button runs nothing.
  await expect(page.locator('.graphiql-query-editor')).toContainText('figures');
  await page.getByRole('button', { name: /Execute query/ }).click();
  const result = page.locator('.result-window');
  await expect(result).toContainText('"data"');
  await expect(result).not.toContainText('"errors"');
  await expect(result).toContainText('"S26"');
});
