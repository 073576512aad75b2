import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addresses } from './addresses.js';
import { cutOff, untranslated } from './look';
import { expect, long, test, testWithDemonstration } from './test';

const languages = ['kk', 'ru', 'en'];
const looks = [
  { name: 'light', theme: 'light', contrast: 'usual' },
  { name: 'dark', theme: 'dark', contrast: 'usual' },
  { name: 'high contrast', theme: 'light', contrast: 'high' },
  { name: 'dark high contrast', theme: 'dark', contrast: 'high' },
];
const widths = [360, 1280];
const texts = ['usual', 'large'];

/** Pages that look otherwise when there is something in them; a colon stands for the first project. */
const filled = [
  '/demo',
  '/projects',
  '/projects?season=2025&stage=RUNNING',
  '/projects/:',
  '/seasons/2025',
  '/regions/KZ-63',
];

/** A page in a language and a look. */
interface View {
  address: string;
  language: string;
  look: (typeof looks)[number];
  width: number;
  text: string;
}

/**
 * Every page in everything there is; or in two of the languages, which wander from
 * page to page as looks, widths and sizes do.
 */
function views(addresses: string[]): View[] {
  return addresses.flatMap((address, p) => {
    const each = languages.flatMap((language) =>
      looks.flatMap((look) =>
        widths.flatMap((width) => texts.map((text) => ({ address, language, look, width, text }))),
      ),
    );
    const some = [0, 21, 42].filter((_, i) => i !== p % 3);
    return long ? each : some.map((i) => each[(p * 5 + i) % each.length]!);
  });
}

const title = ({ address, language, look, width, text }: View) =>
  `/${language}${address}, ${look.name}, ${width} pixels, ${text} text`;

for (const view of views(addresses)) {
  test(title(view), ({ page }) => visit(page, view));
}
for (const view of views(filled)) {
  testWithDemonstration(`${title(view)}, with a demonstration`, async ({ page }) => {
    const first = await page.request.post('/graphql', {
      data: { query: '{ socialProjects(first: 1) { nodes { id } } }' },
    });
    const { id } = (await first.json()).data.socialProjects.nodes[0];
    await visit(page, { ...view, address: view.address.replace(':', id) });
  });
}

async function visit(page: Page, { address, language, look, width, text }: View) {
  await page.addInitScript(
    (settings) => localStorage.setItem('zhas-settings', settings),
    JSON.stringify({ theme: look.theme, contrast: look.contrast, text }),
  );
  await page.setViewportSize({ width, height: 800 });
  await page.goto(`/${language}${address}`);
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

  expect(await cutOff(page), 'text cut off').toEqual([]);
  expect(await untranslated(page, language), 'words of another language').toEqual([]);

  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ html }) => html),
  }));
  expect(found).toEqual([]);
}
