import { expectWell } from './look';
import { graph, join, registerYoung, testWithPeople as test } from './people';
import { expect, long } from './test';

// An identity number that was never issued: it has no month.
const iin = '019900000016';

const languages = ['kk', 'ru', 'en'];
const looks = [
  { width: 360, theme: 'light', contrast: 'usual', text: 'usual' },
  { width: 1280, theme: 'dark', contrast: 'usual', text: 'usual' },
  { width: 360, theme: 'dark', contrast: 'high', text: 'large' },
];

/** What the person sees of how each is known. */
const known = {
  kk: /\(өз сөзі бойынша\), Қандас \(құжаты көрілген\)$/,
  ru: /\(со слов человека\), Кандас \(документ предъявлен\)$/,
  en: /\(by their own word\), Kandas \(document seen\)$/,
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
      const { regions } = await graph(young, '{ regions(first: 1) { nodes { id } } }');
      const region = regions.nodes[0].id;
      const coordinator = await join(
        programme,
        { email: `coordinator.${name}@zhas.example`, role: 'REGIONAL_COORDINATOR', region },
        'Arman A.',
      );
      const { registerYouth } = await graph(
        young,
        `mutation ($input: RegisterYouthInput!) {
          registerYouth(input: $input) { youth { id } userErrors { field message } }
        }`,
        {
          consentVersion: 1,
          publication: false,
          region,
          data: {
            kazakhName: { family: 'Сейітова', given: 'Дана' },
            birthDate: '2001-02-03',
            iin,
            phone: '+77010000000',
            categories: ['NEET', 'KANDAS'],
          },
        },
      );
      expect(registerYouth.userErrors).toEqual([]);
      await page.setViewportSize({ width: look.width, height: 800 });
      await page.addInitScript(
        (settings) => localStorage.setItem('zhas-settings', settings),
        JSON.stringify(look),
      );

      await page.context().addCookies((await coordinator.api.storageState()).cookies);
      await page.goto(`/${language}/youths/${registerYouth.youth.id}`);
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

      await page.context().clearCookies();
      await page.context().addCookies((await young.storageState()).cookies);
      await page.goto(`/${language}/my-data`);
      const told = page.locator('dd', { hasText: /Қандас|Кандас|Kandas/ });
      await expect(told).toHaveText(known[language as keyof typeof known]);
      const consents = page.locator('section', { has: page.locator('details') });
      await expect(consents.locator('ul > li')).toHaveCount(1);
      await consents.locator('summary').click();
      await expect(consents.locator('blockquote')).toBeVisible();
      await expectWell(page, language);
      await consents.locator('details button[type=submit]').click();
      await expect(page.getByText(recorded[language as keyof typeof recorded])).toBeVisible();
      await expect(consents.locator('ul > li')).toHaveCount(1); // that of today counts as long
      await expectWell(page, language);
    });
  }
}
