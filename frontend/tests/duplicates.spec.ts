import { expectWell } from './look';
import {
  languages,
  looks,
  become,
  coordinatorOf,
  graph,
  iin,
  lookLike,
  registerYoung,
  registerYouth,
  testWithPeople as test,
  type Programme,
} from './people';
import { expect, long } from './test';

/** A coordinator of a region in which somebody registered twice. */
async function twice(programme: Programme, tag: string) {
  const { api } = await coordinatorOf(programme, `c-${tag}@zhas.example`, 'Arman Q.');
  const young = await registerYoung(programme, `one-${tag}@zhas.example`, 'Aiym A.');
  await registerYouth(young, {
    kazakhName: { family: 'Әбенова', given: 'Айым', patronymic: 'Нұрланқызы' },
  });
  const again = await registerYoung(programme, `two-${tag}@zhas.example`, 'A. A.');
  await registerYouth(again, {
    kazakhName: undefined,
    russianName: { family: 'Абенова', given: 'Айым', patronymic: 'Нурлановна' },
    phone: '+77020000000',
  });
  await expect
    .poll(async () => {
      const { duplicateCases } = await graph(api, '{ duplicateCases { totalCount } }');
      return duplicateCases.totalCount;
    })
    .toBeGreaterThan(0);
  return { api, young };
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
  await expect(page.getByText(iin)).toHaveCount(0);
  await expectWell(page, 'en');

  await page.getByRole('button', { name: 'Compare the data' }).click();
  await expect(page.getByText('This look is on record')).toBeVisible();
  await expect(page.getByText(iin)).toHaveCount(2);
  await expect(page.getByRole('row', { name: /Telephone/ })).toContainText('differs');
  await expectWell(page, 'en');

  await page.getByRole('button', { name: 'Merge the two' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Merge the two' }).click();
  const keep = dialog.getByLabel('Which profile stays');
  await expect(keep).toBeFocused();
  await expect(keep.getByRole('option').nth(2)).toHaveText(/^Second profile: \S+ Айым, \d/);
  await expectWell(page, 'en');
  await keep.selectOption({ index: 2 });
  await dialog.getByRole('button', { name: 'Merge the two' }).click();
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
    'To check the registration',
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
      await lookLike(page, look);
      await become(page, api);
      await page.goto(`/${language}/duplicates?state=MERGED`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectWell(page, language);
      await page.goto(`/${language}/duplicates`);
      await page.getByRole('main').getByRole('listitem').first().getByRole('link').click();
      await page.getByRole('main').locator('button[type=submit]').first().click();
      await expect(page.getByRole('table')).toBeVisible();
      await expectWell(page, language);
    });
  }
}
