import { expectWell } from './look';
import {
  languages,
  looks,
  become,
  coordinatorOf,
  held,
  iin,
  pageOf,
  registerYoung,
  registerYouth,
  testWithPeople as test,
  type Programme,
} from './people';
import { expect, long } from './test';

const reason = 'The hospital asks for the family of this participant';

/** A young person of the first region, and a coordinator of it and of another one. */
async function people(programme: Programme, name: string) {
  const address = `${name}-young@zhas.example`;
  const young = await registerYoung(programme, address, 'Дана');
  await registerYouth(young);
  return {
    young,
    address,
    near: await coordinatorOf(programme, `${name}-near@zhas.example`, 'Жанар Оспан'),
    far: await coordinatorOf(programme, `${name}-far@zhas.example`, 'Арман Қасым', 1),
  };
}

test('a coordinator opens somebody of another region, and a second person reviews it', async ({
  browser,
  programme,
}) => {
  test.slow(); // it is a whole case
  const { young, address, near, far } = await people(programme, 'case');
  const page = await pageOf(browser, programme, far.api);
  await page.goto('/en/youths');
  await expect(page.getByText('No such young person was found')).toBeVisible();
  await page.getByRole('link', { name: 'Ask for exceptional access' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ask for exceptional access');
  for (const told of [
    'recorded that you asked',
    'after three hours',
    'second person reviews',
    'The person sees too',
  ]) {
    await expect(page.getByText(told)).toBeVisible();
  }
  await expectWell(page, 'en');

  const open = page.getByRole('button', { name: 'Open for three hours' });
  await open.click();
  await expect(page.getByLabel('Number or address')).toBeFocused();
  await expectWell(page, 'en');
  await page.getByLabel('Number or address').fill('123456789012');
  await page.getByLabel('What for').selectOption('CONTACT');
  await page.getByLabel('Reason').fill('too short');
  await open.click();
  await expect(page.getByLabel('Number or address')).toHaveAccessibleDescription(/check it/);
  await page.getByLabel('What you look for them by').selectOption('email');
  await page.getByLabel('Number or address').fill('nobody@zhas.example');
  await open.click();
  await expect(page.getByLabel('Reason')).toHaveAccessibleDescription(/at least 20/);
  await page.getByLabel('Reason').fill(reason);
  await open.click();
  await expect(page.getByText('Nobody was found whose data may be used')).toBeFocused();
  await expectWell(page, 'en');

  await page.getByLabel('Number or address').fill(address);
  await open.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сейітова Дана');
  const strip = page.getByRole('complementary', { name: 'Exceptional access' });
  await expect(strip).toContainText('3 h left');
  await expect(page.getByRole('button', { name: 'I saw the document' })).toHaveCount(0);
  await expectWell(page, 'en');
  await page.getByRole('button', { name: 'Show personal data' }).click();
  await expect(held(page, 'IIN')).toHaveText(iin);
  await expectWell(page, 'en');
  const person = page.url();

  // The administrator is told, and the person sees who looked and why.
  const administrator = await pageOf(browser, programme, programme.administrator);
  await administrator.goto('/en/notifications');
  await expect(
    administrator.getByText('Somebody opened the data of a person').first(),
  ).toBeVisible();
  const theirs = await pageOf(browser, programme, young);
  await theirs.goto('/en/my-data/accesses');
  await expect(theirs.getByRole('listitem').filter({ hasText: 'Арман Қасым' })).toContainText(
    reason,
  );

  // Ended before its time, there is nothing to see any more.
  await strip.getByRole('button', { name: 'Close it now' }).click();
  await expect(page).toHaveURL(/which=own/);
  await expect(page.getByText('The exceptional access has ended.')).toBeVisible();
  await expect(page.getByText('Nobody was found')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Review' })).toHaveCount(0);
  await expectWell(page, 'en');
  await page.goto(person);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');

  // The coordinator of the person's region reviews it, once.
  const reviewer = await pageOf(browser, programme, near.api, { width: 1280 });
  await reviewer.goto('/en/profile');
  await reviewer.getByRole('button', { name: 'Жанар Оспан' }).click();
  await reviewer
    .getByRole('navigation', { name: 'Account' })
    .getByRole('link', { name: 'Exceptional access' })
    .click();
  const access = reviewer.getByRole('article').filter({ hasText: 'Арман Қасым' });
  await expect(access).toHaveCount(1); // what found nobody is for administrators
  await expect(access).toContainText(reason);
  await expect(access.getByRole('link', { name: 'Сейітова Дана' })).toBeVisible();
  await access.getByText('What was seen').click();
  await expect(access.getByText('Date of birth')).toBeVisible();
  await expectWell(reviewer, 'en');
  await access.getByRole('button', { name: 'Review' }).click();
  const dialog = reviewer.getByRole('dialog');
  await dialog.getByLabel('Verdict').selectOption('NOT_JUSTIFIED');
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(dialog.getByLabel('Explanation')).toHaveAccessibleDescription(/Fill this in/);
  await expectWell(reviewer, 'en');
  await dialog.getByLabel('Explanation').fill('No hospital asked');
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(reviewer.getByText('Your verdict is recorded.')).toBeVisible();
  await expect(access).toHaveCount(0);
  await reviewer.getByRole('link', { name: 'Reviewed' }).click();
  await expect(access).toContainText('Not justified');
  await expect(access).toContainText('No hospital asked');
  await expect(access.getByRole('button', { name: 'Review' })).toHaveCount(0);
  await expectWell(reviewer, 'en');

  // Administrators review what found nobody.
  await administrator.goto('/en/exceptional-access');
  await expect(administrator.getByRole('link', { name: 'Ask for exceptional access' })).toHaveCount(
    0,
  );
  await expect(
    administrator.getByRole('article').filter({ hasText: 'Nobody was found' }),
  ).not.toHaveCount(0);
  await expectWell(administrator, 'en');
  for (const one of [page, administrator, theirs, reviewer]) await one.context().close();
});

test.describe('the pages of exceptional access', () => {
  for (const [l, language] of languages.entries()) {
    for (const look of long ? looks : [looks[l]!]) {
      const title = `${language}, ${look.width} pixels, ${look.theme}, ${look.contrast} contrast`;
      test(`are well in ${title}`, async ({ browser, programme }) => {
        test.slow(); // several people, each with a second factor
        const { near, far, address } = await people(
          programme,
          `${language}${look.width}${look.theme}`,
        );
        const page = await pageOf(browser, programme, far.api, look);
        const well = async (name: string) => {
          await expectWell(page, language);
          if (process.env.ZHAS_SHOTS) {
            const path = `${process.env.ZHAS_SHOTS}/${language}-${look.width}-${look.theme}-${name}.png`;
            await page.screenshot({ path, fullPage: true });
          }
        };
        await page.goto(`/${language}/exceptional-access/new`);
        await expect(page.locator('form')).toBeVisible();
        await well('new');
        await page.locator('select[name=kind]').selectOption('email');
        await page.locator('input[name=person]').fill('nobody@zhas.example');
        await page.locator('select[name=purpose]').selectOption('CONTACT');
        await page.locator('textarea[name=reason]').fill('1234567890 1234567890 1');
        await page.locator('button[type=submit]').click();
        await expect(page.locator('.came')).toBeVisible();
        await well('nobody');
        await page.locator('input[name=person]').fill(address);
        await page.locator('button[type=submit]').click();
        await expect(page.getByRole('complementary')).toBeVisible();
        await page.locator('.data button[type=submit]').click();
        await expect(page.getByText(iin)).toBeVisible();
        await well('person');
        await page.goto(`/${language}/exceptional-access?which=own`);
        await expect(page.getByRole('article')).toHaveCount(2);
        await well('own');

        await become(page, near.api);
        await page.goto(`/${language}/exceptional-access`);
        await page.locator('summary').first().click();
        await well('review');
        await page.getByRole('article').getByRole('button').first().click();
        await expect(page.locator('dialog[open]')).toBeVisible();
        await well('dialog');
        await page.goto(`/${language}/youths`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await well('youths');
        await page.context().close();
      });
    }
  }
});
