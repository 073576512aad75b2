import { expect, test } from './test';

const told = {
  kk: {
    described: '2018 жылғы маусым туралы хабар',
    note: 'Форум 2019 жылғы қаңтарда өтті.',
    then: 'Оңтүстік Қазақстан облысы (қазір Түркістан облысы)',
  },
  ru: {
    described: 'Сообщение о сезоне 2018 года',
    note: 'Форум прошёл в январе 2019 года.',
    then: 'Южно-Казахстанская область (сейчас Туркестанская область)',
  },
  en: {
    described: 'News report on the 2018 season',
    note: 'The forum was held in January 2019.',
    then: 'South Kazakhstan Region (today Turkistan Region)',
  },
} as const;

for (const [language, { described, note, then }] of Object.entries(told)) {
  test(`${language}: sources are described in the language of the page`, async ({ page }) => {
    await page.goto(`/${language}/sources`);
    await expect(page.locator('#S17').getByRole('heading')).toHaveText(described);
    await expect(page.locator('#S25')).toContainText(note);
    // A title of its own stays in its language, which screen readers are told.
    const title = page.locator('#S20').getByRole('heading').locator('[lang=ru]');
    await expect(title).toContainText('выиграли гранты в ЗКО');

    // What is not marked as another language holds no text of the others.
    const unmarked = await page.getByRole('main').evaluate((main) => {
      const copy = main.cloneNode(true) as HTMLElement;
      for (const element of copy.querySelectorAll('[lang], .address, .code')) element.remove();
      return copy.textContent;
    });
    if (language === 'en') expect(unmarked).not.toMatch(/[а-яәғқңөұүһі]/i);
    else expect(unmarked).not.toMatch(/\b(the|of|and|on|date|report|page)\s/i);
    if (language === 'ru') expect(unmarked.replaceAll('Жетісу', '')).not.toMatch(/[әғқңөұүһі]/i);
  });

  test(`${language}: the regions of a season have the names of its time`, async ({ page }) => {
    await page.goto(`/${language}`);
    const card = page.getByRole('article').filter({ hasText: '2017' }).first();
    await expect(card.getByRole('listitem').filter({ hasText: then })).toHaveCount(1);
    await page.goto(`/${language}/seasons/2017`);
    await expect(page.getByRole('heading', { level: 3, name: then })).toBeVisible();
    await page.getByRole('link', { name: then.split(' (')[0] }).click();
    await expect(page).toHaveURL(new RegExp(`/${language}/regions/KZ-61$`));
  });
}
