import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

// What is the same in every language: names, terms of the trade, codes, sites;
// and two Kazakh words that the glossary tells apart in every language.
const international =
  /#ZHASPROJEKT|Жетісу|Ұлытау|Zhas Project|Zhas|GraphiQL|GraphQL|axe|Lighthouse|Chromium|JavaScript|Apache License|Onest|Ctrl|Esc|Enter|Shift|Tab|null|\d{4}-[-a-z0-9]+|[-a-z]+\.(kz|com|org)|\b[A-Z]{2,5}\d*\b|өтініш|өтінім/g;

/** What is looked for in each language, in text that carries no other language's mark. */
const foreign: Record<string, RegExp> = {
  kk: /[A-Za-z]{2,}/g,
  ru: /[A-Za-z]{2,}|[А-Яа-яЁё]*[ӘәҒғҚқҢңӨөҰұҮүҺһІі][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]*/g,
  en: /[Ѐ-ӿ]+/g,
};

/** Words on the page that are in another language than the page, and do not say so. */
export async function untranslated(page: Page, language: string): Promise<string[]> {
  const texts = await page.evaluate((language) => {
    // A project's title is the page's, in the language of the team.
    const own = !document.querySelector(`h1[lang]:not([lang=${language}])`);
    const found: string[] = own ? [document.title] : [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement!;
      const marked = parent.closest('[lang]')?.getAttribute('lang');
      if (
        marked === language &&
        !parent.closest('script, noscript, style, code, pre, [translate=no]')
      ) {
        found.push(walker.currentNode.textContent!);
      }
    }
    for (const element of document.querySelectorAll(
      '[aria-label], [title], [alt], [placeholder]',
    )) {
      if (element.closest('[lang]')?.getAttribute('lang') !== language) continue;
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
        found.push(element.getAttribute(name) ?? '');
      }
    }
    return found;
  }, language);
  const words = texts.flatMap((text) => text.replace(international, '').match(foreign[language]!));
  return [...new Set(words.filter((word) => word !== null))];
}

/** Texts that are wider or higher than the box that shows them, or reach past the page's edge. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const edge = document.documentElement.clientWidth;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent!.trim();
      const parent = walker.currentNode.parentElement!;
      if (!text || parent.closest('.hidden, .skip, script, noscript')) continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const { left, right, top, bottom, width } = range.getBoundingClientRect();
      if (!width) continue;
      let box: Element | null = parent;
      let cut = '';
      for (; box && box !== document.body && !cut; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (/auto|scroll/.test(style.overflowX)) break; // can be scrolled to
        if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
        const around = box.getBoundingClientRect();
        if (around.width < 2) break; // for screen readers alone
        if (left < around.left - 1 || right > around.right + 1) cut = 'across';
        if (top < around.top - 1 || bottom > around.bottom + 1) cut = 'down';
      }
      if (!cut && (!box || box === document.body) && (left < -1 || right > edge + 1)) cut = 'page';
      if (cut) found.push(`${text.slice(0, 60)} (${cut})`);
    }
    return found;
  });
}

/** What has to hold on every page: nothing cut off, nothing untranslated, no fault that axe finds. */
export async function expectWell(page: Page, language: string) {
  await expect(page.locator('h1').first()).toBeVisible(); // a page still empty has no fault
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide, 'pixels to scroll sideways').toBe(0);
  expect(await cutOff(page), 'text cut off').toEqual([]);
  expect(await untranslated(page, language), 'words of another language').toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
