import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './test';

/** The lines of the file that a button saves, without the byte order mark. */
async function save(page: Page, button: Locator): Promise<{ name: string; lines: string[][] }> {
  const saving = page.waitForEvent('download');
  await button.click();
  const file = await saving;
  const text = (await readFile(await file.path(), 'utf8')).replace('\ufeff', '');
  const lines = text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
  return { name: file.suggestedFilename(), lines };
}

const section = (page: Page, heading: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: heading, exact: true }) });
const button = (place: Page | Locator) => place.getByRole('button', { name: /CSV/ });
const figures = (place: Page | Locator) => place.locator('dd .value');
const spaces = (text: string) => text.replaceAll('\u00a0', ' ');

const columns = {
  kk: 'Кезең,Өңір,Көрсеткіш,Дәлдігі,Сан,Бірлігі,Түрі,Дереккөзі,Ескертпе',
  ru: 'Период,Регион,Показатель,Точность,Число,Единица,Вид,Источник,Примечание',
  en: 'Period,Region,Measure,Accuracy,Number,Unit,Kind,Source,Note',
};

for (const [language, { totals, plans, after, seasons, all }] of Object.entries({
  kk: {
    totals: 'Жиынтық сандар',
    plans: 'Жоспар және қаржы',
    after: 'Бағдарламадан кейін',
    seasons: 'Маусымдар',
    all: 'Барлық өңір бірге',
  },
  ru: {
    totals: 'Итоговые числа',
    plans: 'Планы и деньги',
    after: 'После программы',
    seasons: 'Сезоны',
    all: 'Все регионы вместе',
  },
  en: {
    totals: 'Totals',
    plans: 'Plans and money',
    after: 'After the programme',
    seasons: 'Seasons',
    all: 'All regions together',
  },
})) {
  test(`${language}: the totals of the home page`, async ({ page }) => {
    await page.goto(`/${language}`);
    for (const heading of [totals, plans, after]) {
      const part = section(page, heading);
      // The texts of a list are read at once: wait until it is there.
      await expect(figures(part).nth(2)).toBeVisible();
      const shown = (await figures(part).locator('strong').allTextContents()).map(spaces);
      const { lines } = await save(page, button(part));
      expect(lines[0]!.join()).toBe(columns[language as keyof typeof columns]);
      const numbers = new Intl.NumberFormat(language === 'en' ? 'en' : 'ru');
      // As many as are shown, in their order, each with a unit and a source.
      expect(lines.slice(1).map((cells) => spaces(numbers.format(Number(cells[4]))))).toEqual(
        shown,
      );
      for (const cells of lines.slice(1)) {
        expect(cells[1]).toBe(all);
        expect(cells[5]).not.toBe('');
        expect(cells[7]).toMatch(/^S\d/);
      }
    }
    const cards = section(page, seasons);
    const { name, lines } = await save(page, button(cards));
    expect(name).toBe('zhas-seasons.csv');
    expect(lines.slice(1).filter((cells) => cells[4]).length).toBe(await figures(cards).count());
    const regions = lines.slice(1).filter((cells) => cells[1] !== all);
    const listed = await cards.locator('.regions li').allTextContents();
    expect(regions.map((cells) => cells[1])).toEqual(
      listed.map((text) => text.trim().replace(/\s+/g, ' ')),
    );
    for (const cells of regions) expect(cells[7]).toMatch(/^S\d/);
  });
}

test('the regions, figures and rules of a season', async ({ page }) => {
  await page.goto('/en/seasons/2018');
  const country = await save(page, button(section(page, 'Published figures')));
  expect(country.name).toBe('zhas-2018-figures.csv');
  expect(country.lines.slice(1).map((cells) => cells.slice(2, 8))).toEqual([
    ['Young people who took part', 'about', '3500', 'people', 'published', 'S0'],
    ['Young people who took part', 'over', '3500', 'people', 'published', 'S17'],
    ['Social projects', 'exactly', '1027', 'projects', 'published', 'S17'],
    ['Social projects', 'about', '1000', 'projects', 'published', 'S0'],
    ['Social projects', 'exactly', '726', 'projects', 'worked out here', 'S25'],
    ['Social projects', 'exactly', '301', 'projects', 'worked out here', 'S17'],
  ]);

  const took = section(page, 'Regions that took part');
  const { lines } = await save(page, button(took));
  const names = await took.getByRole('heading', { level: 3 }).allTextContents();
  expect([...new Set(lines.slice(1).map((cells) => cells[1]!.split(',')[0]))]).toEqual(
    names.map((text) => text.trim()),
  );
  expect(lines.filter((cells) => /^\d/.test(cells[4]!)).length).toBe(await figures(took).count());
  const zhambyl = lines.find((cells) => cells[1] === 'Zhambyl Region')!;
  expect(zhambyl.slice(2)).toEqual([
    ...['', '', '', '', '', '', 'no published figure'],
    ...['', 'S17', ''],
  ]);

  const rules = section(page, 'Rules');
  const file = await save(page, button(rules));
  const texts = await rules.locator('dd > p, dd li:not(details li)').allTextContents();
  const known = file.lines.slice(1).filter((cells) => !cells[1]!.startsWith('unknown'));
  expect(known.map((cells) => cells[1])).toEqual(texts);
  expect(new Set(file.lines.slice(1).map((cells) => cells[0]))).toEqual(
    new Set((await rules.locator('dt').allTextContents()).map((text) => text.trim())),
  );
  expect(known.find((cells) => cells[0] === 'Age')).toEqual(['Age', '14–29 years', 'S17']);
});

test('the figures, seasons and names of a region', async ({ page }) => {
  await page.goto('/ru/regions/KZ-63');
  const own = await save(page, button(section(page, 'Опубликованные числа')));
  expect(own.name).toBe('zhas-KZ-63-figures.csv');
  expect(own.lines.slice(1).map((cells) => cells.slice(0, 8))).toEqual([
    ...[
      ['Социальные проекты', 'точно', '149', 'проекты', 'опубликовано', 'S25, S27'],
      ['Участники', 'точно', '491', 'человек', 'опубликовано', 'S27'],
      ['Средняя численность команды', 'около', '3.3', 'человек', 'посчитано здесь', 'S27'],
    ].map((cells) => ['2018', 'Восточно-Казахстанская область', ...cells]),
  ]);

  await page.goto('/ru/regions/KZ-61');
  await expect(page.locator('dd', { hasText: '2017' })).toContainText('Южно-Казахстанская область');
  const seasons = await save(page, button(page.locator('dl.facts')));
  expect(seasons.lines).toEqual([
    ['Сезон', 'Название в то время', 'Источник'],
    ['2017', 'Южно-Казахстанская область', 'S18'],
  ]);
  const names = await save(page, button(section(page, 'Название и центр в разные годы')));
  expect(names.lines.slice(1)).toEqual([
    ['Южно-Казахстанская область', 'Шымкент', '', '2018-06-19', 'S45'],
    ['Туркестанская область', 'Туркестан', '2018-06-19', '', 'S45'],
  ]);
});

test('the sources', async ({ page }) => {
  await page.goto('/kk/sources');
  const { lines } = await save(page, button(page));
  expect(lines[0]!.slice(0, 4)).toEqual(['Коды', 'Атауы', 'Сипаттамасы', 'Жариялаған']);
  expect(lines.slice(1).map((cells) => cells[0])).toEqual(
    await page.locator('.code').allTextContents(),
  );
  await expect(page.getByText(`${lines.length - 1} дереккөз`, { exact: true })).toBeVisible();
});

test('the glossary', async ({ page }) => {
  await page.goto('/ru/glossary');
  const { lines } = await save(page, button(page));
  expect(lines[0]).toEqual(['Русский', 'Значение', 'Қазақша', 'English']);
  expect(lines.slice(1).map((cells) => cells[0])).toEqual(
    await page.locator('main dt').allTextContents(),
  );
  expect(lines.find((cells) => cells[0] === 'жеребьёвка')).toContain('жеребе');
});

test('the steps', async ({ page }) => {
  await page.goto('/en/how');
  const { lines } = await save(page, button(page));
  expect(lines.slice(1).map((cells) => cells[1])).toEqual(
    await page.locator('.step h3').allTextContents(),
  );
  for (const cells of lines.slice(1)) {
    expect(cells[3]).toMatch(/^20\d\d/);
    expect(cells[4]).toMatch(/^S\d/);
  }
});

test('a table has its rows and columns named, and on a phone stands as a list', async ({
  page,
}) => {
  await page.goto('/en/seasons?measure=applications');
  const chart = page.getByRole('group', { name: 'Applications', exact: true });
  await chart.getByText('As a table').click();
  const table = chart.getByRole('table', { name: 'Applications, applications' });
  const heads = ['2018', 'Kostanay Region'];
  const row = table.getByRole('row', { name: heads.join(' ') });
  await expect(table.getByRole('columnheader')).toHaveCount(9);
  await expect(row.getByRole('rowheader')).toHaveText(heads);
  await expect(row.getByRole('cell')).toHaveCount(7);

  await page.setViewportSize({ width: 360, height: 800 });
  await expect(table.getByRole('columnheader')).toHaveCount(9);
  await expect(row.getByRole('rowheader')).toHaveText(heads);
  const number = row.getByRole('cell', { name: '500' });
  const label = await number.evaluate((cell) => getComputedStyle(cell, '::before').content);
  expect(label).toContain('Number');
  const wide = await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(wide).toBe(0);
});
