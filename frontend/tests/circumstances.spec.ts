import { expectWell } from './look';
import {
  languages,
  looks,
  become,
  coordinatorOf,
  lookLike,
  registerYoung,
  registerYouth,
  testWithPeople as test,
} from './people';
import { expect, long } from './test';

/** What the person sees of how each is known. */
const known = {
  kk: /\(өз сөзіңіз бойынша\), Қандас \(құжаты көрілген\)$/,
  ru: /\(с ваших слов\), Кандас \(документ предъявлен\)$/,
  en: /\(by your own word\), Kandas \(document seen\)$/,
};

const recorded = {
  kk: 'Келісіміңіз жазылды.',
  ru: 'Ваше согласие записано.',
  en: 'Your consent is on record.',
};

for (const [l, language] of languages.entries()) {
  for (const look of long ? looks : [looks[l]!]) {
    test(`a coordinator attests a circumstance, and the person sees it and consents anew: ${language}, ${look.width} pixels, ${look.theme}`, async ({
      page,
      programme,
    }) => {
      const name = `${language}${look.width}${look.theme}`;
      const young = await registerYoung(programme, `young.${name}@zhas.example`, 'Dana D.');
      const coordinator = await coordinatorOf(
        programme,
        `coordinator.${name}@zhas.example`,
        'Arman A.',
      );
      const id = await registerYouth(young, { categories: ['NEET', 'KANDAS'] });
      await lookLike(page, look);

      await become(page, coordinator.api);
      await page.goto(`/${language}/youths/${id}`);
      // One button for the identity document, one for each circumstance.
      const open = page.getByRole('main').locator('button[aria-haspopup=dialog]');
      await expect(open).toHaveCount(3);
      await expectWell(page, language);
      const kandas = open.and(page.getByRole('button', { name: /Қандас|Кандас|Kandas/ }));
      await kandas.click();
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      await expectWell(page, language);
      await dialog.locator('button[type=submit]').click();
      await expect(open).toHaveCount(2);
      await expect(kandas).toHaveCount(0);
      await expectWell(page, language);

      await become(page, young);
      await page.goto(`/${language}/my-data`);
      const told = page.locator('dd', { hasText: /Қандас|Кандас|Kandas/ });
      await expect(told).toHaveText(known[language as keyof typeof known]);
      const consents = page.locator('section', { has: page.locator('details') });
      await expect(consents.locator('ul > li')).toHaveCount(1);
      await consents.locator('summary').click();
      await expect(consents.locator('blockquote')).toBeVisible();
      await expectWell(page, language);
      // The box is of this consent alone: whoever agrees again is asked again.
      const publication = consents.getByRole('checkbox');
      await expect(publication).not.toBeChecked();
      await publication.check();
      await consents.locator('details button[type=submit]').click();
      await expect(page.getByText(recorded[language as keyof typeof recorded])).toBeVisible();
      await expect(publication).not.toBeChecked();
      await expect(consents.locator('ul > li')).toHaveCount(2); // that of today to take part counts as long
      await expectWell(page, language);
    });
  }
}
