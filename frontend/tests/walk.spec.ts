import AxeBuilder from '@axe-core/playwright';
import { expect, long, test } from './test';

const languages = ['kk', 'ru', 'en'];
const pages = [
  '',
  '/seasons/2017',
  '/seasons/2018',
  '/seasons/2019',
  '/seasons',
  '/seasons?measure=applications&season=2019',
  '/how',
  '/regions',
  '/regions?season=2018&measure=PROJECTS',
  '/regions/KZ-63',
  '/regions/KZ-71',
  '/sources',
  '/projects',
  '/demo',
  '/glossary',
  '/about',
  '/accessibility',
  '/design',
  '/nowhere',
];
const looks = [
  { name: 'light', theme: 'light', contrast: 'usual' },
  { name: 'dark', theme: 'dark', contrast: 'usual' },
  { name: 'high contrast', theme: 'light', contrast: 'high' },
  { name: 'dark high contrast', theme: 'dark', contrast: 'high' },
];
const widths = [360, 1280];
const texts = ['usual', 'large'];

const everything = pages.flatMap((page) =>
  languages.flatMap((language) =>
    looks.flatMap((look) =>
      widths.flatMap((width) => texts.map((text) => ({ page, language, look, width, text }))),
    ),
  ),
);
// Every page three times: once in each language, in looks, widths and sizes that
// wander from page to page.
const each = everything.length / pages.length;
const few = pages.flatMap((_, p) =>
  [0, 21, 42].map((i) => everything[p * each + ((p * 5 + i) % each)]!),
);
const chosen = long ? everything : few;

for (const { page: path, language, look, width, text } of chosen) {
  test(`/${language}${path}, ${look.name}, ${width} pixels, ${text} text`, async ({ page }) => {
    await page.addInitScript(
      (settings) => localStorage.setItem('zhas-settings', settings),
      JSON.stringify({ theme: look.theme, contrast: look.contrast, text }),
    );
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`/${language}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page).toHaveTitle(/Zhas/);
    await page.evaluate(() => document.fonts.ready);

    const open = page.locator('main details').first();
    if (await open.count()) await open.locator('summary').click();

    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(wide, 'pixels to scroll sideways').toBe(0);

    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html }) => html),
    }));
    expect(found).toEqual([]);
  });
}
