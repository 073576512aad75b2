import type { APIRequestContext, Page } from '@playwright/test';
import { expectWell } from './look';
import { graph, join, registerYoung, testWithPeople as test, type Programme } from './people';
import { expect, long } from './test';

const languages = ['kk', 'ru', 'en'];
const looks = [
  { width: 360, theme: 'light', contrast: 'usual', text: 'usual' },
  { width: 1280, theme: 'dark', contrast: 'usual', text: 'usual' },
  { width: 360, theme: 'dark', contrast: 'high', text: 'large' },
  { width: 1280, theme: 'light', contrast: 'high', text: 'large' },
];

/** Registers a young person with one number, in one of two spellings. */
async function registerAs(api: APIRequestContext, region: string, other: boolean) {
  const { registerYouth } = await graph(
    api,
    `mutation ($input: RegisterYouthInput!) {
      registerYouth(input: $input) { youth { id } userErrors { field message } }
    }`,
    {
      consentVersion: 1,
      publication: false,
      region,
      data: {
        ...(other
          ? { russianName: { family: 'Абенова', given: 'Айым', patronymic: 'Нурлановна' } }
          : { kazakhName: { family: 'Әбенова', given: 'Айым', patronymic: 'Нұрланқызы' } }),
        birthDate: '2001-02-03',
        iin: '019900000016', // was never issued: it has no month
        phone: other ? '+77020000000' : '+77010000000',
      },
    },
  );
  expect(registerYouth.userErrors).toEqual([]);
}

/** A coordinator of a region in which somebody registered twice. */
async function twice(programme: Programme, tag: string) {
  const { regions } = await graph(
    programme.administrator,
    '{ regions(first: 1) { nodes { id } } }',
  );
  const region = regions.nodes[0].id as string;
  const input = { email: `c-${tag}@zhas.example`, role: 'REGIONAL_COORDINATOR', region };
  const { api } = await join(programme, input, 'Arman Q.');
  const young = await registerYoung(programme, `one-${tag}@zhas.example`, 'Aiym A.');
  await registerAs(young, region, false);
  await registerAs(
    await registerYoung(programme, `two-${tag}@zhas.example`, 'A. A.'),
    region,
    true,
  );
  await expect
    .poll(async () => {
      const { duplicateCases } = await graph(api, '{ duplicateCases { totalCount } }');
      return duplicateCases.totalCount;
    })
    .toBeGreaterThan(0);
  return { api, young };
}

async function become(page: Page, api: APIRequestContext) {
  await page.context().clearCookies();
  await page.context().addCookies((await api.storageState()).cookies);
}

test('who registers twice is compared, merged, and told apart again', async ({
  page,
  programme,
}) => {
  test.slow();
  const { api, young } = await twice(programme, 'merge');
  await become(page, api);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('/en/profile');
  await page.getByRole('button', { name: 'Arman Q.' }).click();
  await page.getByRole('link', { name: 'Possible duplicates' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Possible duplicates');
  const item = page.getByRole('listitem').filter({ hasText: 'Әбенова' }).first();
  await expect(item).toContainText('The same IIN');
  await expectWell(page, 'en');
  await item.getByRole('link').click();
  await expect(page.getByText('another spelling').first()).toBeVisible();
  await expect(page.getByText('019900000016')).toHaveCount(0);
  await expectWell(page, 'en');

  await page.getByRole('button', { name: 'Compare the data' }).click();
  await expect(page.getByText('This look is on record')).toBeVisible();
  await expect(page.getByText('019900000016')).toHaveCount(2);
  await expect(page.getByRole('row', { name: /Telephone/ })).toContainText('differs');
  await expectWell(page, 'en');

  await page.getByRole('button', { name: 'Merge the two' }).click();
  const keep = page.getByLabel('Which profile stays');
  await expect(keep).toBeFocused();
  await keep.selectOption({ index: 2 });
  await page.getByRole('button', { name: 'Merge the two' }).click();
  await expect(page.getByText('The two are merged.')).toBeVisible();
  await expect(page.getByText('One person: merged.')).toBeVisible();
  await expect(page.getByText(/Decided on .* by Arman Q\./)).toBeVisible();
  await expectWell(page, 'en');
  const address = page.url();

  // The person is told, and not whose the other profile is.
  await become(page, young);
  await page.goto('/en/my-data');
  await expect(page.getByText('You registered twice')).toBeVisible();
  await expect(page.getByText('Абенова')).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'Arman Q.' })).toContainText(
    'To tell whether two registrations are one person’s',
  );
  await expectWell(page, 'en');
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You may not see this page');

  await become(page, api);
  await page.goto(address);
  await page.getByRole('button', { name: 'Undo the merge' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the merge' }).click();
  await expect(page.getByText('The merge is undone.')).toBeVisible();
  await page.getByRole('button', { name: 'They are two people' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'They are two people' }).click();
  await expect(page.getByText('It is on record that they are two people.')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('link', { name: 'Two people' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Әбенова' })).toHaveCount(1);
});

for (const [l, language] of languages.entries()) {
  for (const look of long ? looks : [looks[l]!]) {
    const title = `${language}, ${look.width} pixels, ${look.theme}, ${look.contrast} contrast`;
    test(`the pages of duplicates are well in ${title}`, async ({ page, programme }) => {
      const { api } = await twice(programme, `${language}${look.width}${look.contrast}`);
      await page.setViewportSize({ width: look.width, height: 800 });
      await page.addInitScript(
        (settings) => localStorage.setItem('zhas-settings', settings),
        JSON.stringify(look),
      );
      await become(page, api);
      await page.goto(`/${language}/duplicates?state=MERGED`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectWell(page, language);
      await page.goto(`/${language}/duplicates`);
      await page.getByRole('main').getByRole('listitem').first().getByRole('link').click();
      await expect(page.locator('select[name=keep]')).toBeVisible();
      await page.getByRole('main').locator('button[type=submit]').first().click();
      await expect(page.getByRole('table')).toBeVisible();
      await expectWell(page, language);
    });
  }
}
