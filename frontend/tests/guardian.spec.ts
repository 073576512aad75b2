import type { Page } from '@playwright/test';
import { expectWell } from './look';
import {
  languages,
  looks,
  become,
  coordinatorOf,
  iin,
  lookLike,
  pageOf,
  registerYoung,
  registerYouth,
  testWithPeople as test,
} from './people';
import { expect, long } from './test';

/** The birth date of somebody who is seventeen. */
function seventeen() {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() - 17);
  return day.toISOString().slice(0, 10);
}

test('a minor asks, the guardian agrees, the minor registers, the guardian takes it back', async ({
  page,
  browser,
  programme,
}) => {
  test.slow();
  const coordinator = await coordinatorOf(programme, 'bolat@zhas.example', 'Болат');
  const young = await registerYoung(programme, 'madi@zhas.example', 'Мәди');
  await become(page, young);
  await page.setViewportSize({ width: 360, height: 800 });

  await page.goto('/en/my-data/register');
  await page.getByRole('button', { name: 'I agree, go on' }).click();
  await page.getByLabel('Family name').fill('Омаров');
  await page.getByLabel('Given name').fill('Мәди');
  const number = page.getByLabel('IIN', { exact: true });
  await number.fill(iin);
  await page.getByLabel('Telephone', { exact: true }).fill('8 701 000 00 01');
  await page.getByLabel('Region', { exact: true }).selectOption({ label: coordinator.region });
  await expect(page.getByLabel('Name of the guardian')).toBeHidden();
  await page.getByLabel('Date of birth').fill(seventeen());
  await expect(page.getByText('Your guardian has to consent')).toBeVisible();

  // Of a minor nothing is sent before the consent.
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  const register = page.getByRole('button', { name: 'Register', exact: true });
  await register.click();
  await expect(page.getByLabel('Date of birth')).toBeFocused();
  await expect(page.getByLabel('Date of birth')).toHaveAccessibleDescription(/under 18/);
  await expectWell(page, 'en');
  expect(sent.filter((text) => text.includes(iin))).toEqual([]);

  await page.getByRole('radio', { name: 'To a telephone' }).check();
  await expect(page.getByLabel('Telephone of the guardian')).toBeVisible();
  await page.getByRole('radio', { name: 'By e-mail' }).check();
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByLabel('Name of the guardian')).toBeFocused();
  await page.getByLabel('Name of the guardian').fill('Мама');
  await page.getByLabel('E-mail address of the guardian').fill('ana@zhas.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('The link is sent.')).toBeVisible();
  await expect(page.getByText(/No answer yet/)).toBeVisible();
  await expect(number).toHaveValue(iin);
  await expectWell(page, 'en');

  // The guardian has no account, and a device of their own.
  const link = await programme.linkTo('ana@zhas.example', 'guardian');
  const theirs = await pageOf(browser, programme);
  await theirs.goto(link);
  await expect(theirs).toHaveURL(/\/en\/guardian$/); // without the token
  await expect(theirs.getByRole('main').getByText('Мәди', { exact: true })).toBeVisible();
  await expect(theirs.getByText('Омаров')).toHaveCount(0);
  await expect(theirs.getByText('I am the guardian of')).toBeVisible();
  await theirs.reload();
  const decline = theirs.getByRole('button', { name: 'I do not agree', exact: true });
  await decline.click();
  await expect(theirs.getByRole('button', { name: 'Yes, I do not agree' })).toBeVisible();
  await expectWell(theirs, 'en');
  await theirs.getByRole('button', { name: 'Cancel' }).click();
  await expect(decline).toBeFocused();
  const agree = theirs.getByRole('button', { name: 'I agree', exact: true });
  await agree.click();
  await expect(theirs.getByLabel('Your name')).toBeFocused();
  await expectWell(theirs, 'en');
  await theirs.getByLabel('Your name').fill('Омарова Гүлнар');
  await theirs.getByLabel('What you are to them').selectOption('PARENT');
  await agree.click();
  await expect(theirs.getByRole('heading', { name: 'Your consent is on record' })).toBeFocused();
  await expect(theirs.getByText('You did not agree that the name is published.')).toBeVisible();
  await expectWell(theirs, 'en');

  // What the minor typed is still there.
  await page.getByRole('button', { name: 'Look for the answer' }).click();
  await expect(page.getByText('Your guardian has to consent')).toBeHidden();
  await expect(number).toHaveValue(iin);
  await register.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My data');
  await expect(page.getByText(/Your guardian agreed on/)).toBeVisible();
  await expect(page.getByText(/by your guardian/)).toBeVisible();
  await expect(page.getByText('Омарова Гүлнар, father or mother, ana@zhas.example')).toBeVisible();
  await expect(page.getByText('Your own consent is needed')).toBeHidden();
  await expectWell(page, 'en');

  const staff = await pageOf(browser, programme, coordinator.api, { width: 1280 });
  await staff.goto('/en/youths?search=омаров');
  await expect(staff.getByText('1 young person found')).toBeVisible();

  // The same link takes the consent back, on any device.
  await theirs.goto('about:blank');
  await theirs.goto(link);
  await expect(theirs.getByText(/You agreed on/)).toBeVisible();
  await theirs.getByRole('button', { name: 'Take the consent back' }).click();
  await expectWell(theirs, 'en');
  await theirs.getByRole('button', { name: 'Yes, take it back' }).click();
  await expect(theirs.getByRole('heading', { name: 'The consent is taken back' })).toBeFocused();
  await expectWell(theirs, 'en');
  await theirs.goto('about:blank');
  await theirs.goto(link);
  await expect(theirs.getByText('The link does not work any more')).toBeVisible();
  await theirs.context().close();

  await staff.reload();
  await expect(staff.getByText('No such young person was found')).toBeVisible();
  await staff.context().close();
  await page.reload();
  await expect(page.getByText('Your guardian took the consent back.')).toBeVisible();
  await expect(page.getByText('The use of your data is stopped since')).toBeVisible();
  await expect(page.getByText('For people under 18 a guardian has to agree')).toBeVisible();
  for (const name of ['Resume the use', 'Renew the consent']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await expectWell(page, 'en');
  await page.goto('/en/notifications');
  await expect(page.getByText('Your guardian took the consent back')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Your guardian agreed' })).toHaveAttribute(
    'href',
    '/en/my-data',
  );
});

test.describe('the pages of a guardian’s consent', () => {
  for (const [l, language] of languages.entries()) {
    for (const look of long ? looks : [looks[l]!]) {
      const title = `${language}, ${look.width} pixels, ${look.theme}, ${look.contrast} contrast`;
      test(`are well in ${title}`, async ({ page, browser, programme }) => {
        test.slow(); // ten looks
        const name = `${language}-${look.width}-${look.contrast}`;
        const young = await registerYoung(programme, `young-${name}@zhas.example`, 'Dana D.');
        const well = async (of: Page, shot: string) => {
          await expect(of.getByRole('heading', { level: 1 })).toBeVisible();
          await expectWell(of, language);
          if (process.env.ZHAS_SHOTS) {
            await of.screenshot({
              path: `${process.env.ZHAS_SHOTS}/${shot}-${name}.png`,
              fullPage: true,
            });
          }
        };
        await lookLike(page, look);
        await become(page, young);

        await page.goto(`/${language}/my-data/register`);
        await page.getByRole('main').getByRole('button').click();
        await page.locator('input[name=birthDate]').fill(seventeen());
        await page.locator('button[type=submit]').last().click();
        await expect(page.locator('input[name=name]')).toBeFocused();
        await well(page, 'ask');
        await page.locator('input[name=name]').fill('1');
        await page.locator('input[name=email]').fill(`guardian-${name}@zhas.example`);
        await page.locator('button[type=submit]').last().click();
        await expect(page.locator('details')).toBeVisible();
        await page.locator('details summary').click();
        await well(page, 'waiting');

        const link = await programme.linkTo(`guardian-${name}@zhas.example`, 'guardian');
        const theirs = await pageOf(browser, programme, undefined, look);
        await theirs.goto(link);
        await theirs.locator('button[type=submit]').first().click();
        await expect(theirs.locator('input[name=name]')).toBeFocused();
        await well(theirs, 'guardian');
        await theirs.locator('input[name=name]').fill('1');
        await theirs.locator('select').selectOption('CUSTODIAN');
        await theirs.getByRole('checkbox').check();
        await theirs.locator('button[type=submit]').first().click();
        await expect(theirs.locator('section h2[tabindex]')).toBeFocused();
        await well(theirs, 'agreed');
        await page.reload();
        await well(page, 'register-agreed');

        await registerYouth(young, { birthDate: seventeen() });
        await page.goto(`/${language}/my-data`);
        await well(page, 'my-data');

        await theirs.getByRole('main').getByRole('button').click();
        await theirs.locator('button[type=submit]').click();
        await expect(theirs.locator('section h2[tabindex]')).toBeFocused();
        await well(theirs, 'withdrawn');
        await page.reload();
        await well(page, 'my-data-withdrawn');

        await theirs.goto(`/${language}/guardian`);
        await well(theirs, 'no-link');

        // A birth date that was a slip: they agree themself.
        await page.goto(`/${language}/my-data/correct`);
        await page.locator('input[name=birthDate]').fill(seventeen());
        await page.locator('button[type=submit]').click();
        await expect(page.locator('input[name=birthDate]')).toBeFocused();
        await well(page, 'correct');
        await page.locator('input[name=birthDate]').fill('2001-02-03');
        await page.locator('button[type=submit]').first().click();
        await expect(page.locator('.due')).toBeVisible();
        await well(page, 'due');
        await page.locator('.due button').click();
        await expect(page.locator('.due')).toBeHidden();
        await theirs.context().close();
      });
    }
  }
});
