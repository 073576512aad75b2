import { readFile } from 'node:fs/promises';
import { expectWell } from './look';
import {
  languages,
  looks,
  become,
  lookLike,
  coordinatorOf,
  held,
  iin,
  pageOf,
  password,
  registerYoung,
  registerYouth,
  signIn,
  testWithPeople as test,
} from './people';
import { expect, long } from './test';

test('a young person registers with consent, corrects the data, sees who looked, is erased', async ({
  page,
  browser,
  programme,
}) => {
  test.slow(); // it is a whole life
  const coordinator = await coordinatorOf(programme, 'arman@zhas.example', 'Арман Қасым');
  const young = await registerYoung(programme, 'aisulu@zhas.example', 'Айсұлу');
  await become(page, young);
  await page.setViewportSize({ width: 360, height: 800 });

  await page.goto('/en/profile');
  await page.getByRole('button', { name: 'Айсұлу' }).click();
  const menu = page.getByRole('navigation', { name: 'Account' });
  await expect(menu.getByRole('link', { name: 'My data' })).toBeVisible();
  await expect(menu.getByRole('link', { name: 'Young people' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Register as a participant' }).click();
  await expect(page.getByRole('heading', { name: 'Step 1 of 2' })).toBeVisible();
  await expect(page.getByText('I agree that what I tell of myself')).toBeVisible();
  const publication = page.getByRole('checkbox', { name: 'My name may be shown' });
  await expect(publication).not.toBeChecked();
  await expectWell(page, 'en');
  await publication.check();
  await page.getByRole('button', { name: 'I agree' }).click();
  await expect(page.getByRole('heading', { name: 'Step 2 of 2' })).toBeFocused();

  // What is missing is said beside each field, before anybody is asked.
  const register = page.getByRole('button', { name: 'Register', exact: true });
  await register.click();
  const family = page.getByLabel('Family name');
  await expect(family).toBeFocused();
  for (const name of ['Given name', 'Date of birth', 'IIN', 'Telephone', 'Region']) {
    await expect(page.getByLabel(name, { exact: true })).toHaveAccessibleDescription(
      /Fill this in/,
    );
  }
  await expectWell(page, 'en');

  await family.fill('Сейітова');
  await page.getByLabel('Given name').fill('Айсұлу');
  await page.getByRole('checkbox', { name: 'In Latin letters' }).check();
  await page.getByRole('group', { name: 'In Latin letters' }).getByLabel('Family name').fill('S');
  await page.getByRole('group', { name: 'In Latin letters' }).getByLabel('Given name').fill('A');
  await page.getByLabel('Date of birth').fill('2001-02-03');
  const number = page.getByLabel('IIN', { exact: true });
  await number.fill('123456789012');
  await page.getByLabel('Telephone').fill('8 701 000 00 00');
  await page.getByLabel('Region', { exact: true }).selectOption({ label: coordinator.region });
  await page.getByLabel('Address').fill('Абай 1');
  await page.getByLabel('What you do').selectOption('NEET');
  await page.getByRole('checkbox', { name: 'Orphan' }).check();
  await register.click();
  await expect(number).toBeFocused();
  await expect(number).toHaveAccessibleDescription(/check the twelve digits/);
  await number.fill(iin);
  await page.getByLabel('Date of birth').fill('2015-02-03');
  await register.click();
  await expect(page.getByLabel('Date of birth')).toHaveAccessibleDescription(/under 18/);
  await expect(page.getByText('Your guardian has to consent')).toBeVisible();
  await expectWell(page, 'en');

  // Whoever visits another page finds what they typed.
  await page.getByRole('link', { name: 'Glossary' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary');
  await page.goBack();
  await expect(number).toHaveValue(iin);
  await page.getByLabel('Date of birth').fill('2001-02-03');
  await register.click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My data');
  await expect(held(page, 'Name in Kazakh')).toHaveText('Сейітова Айсұлу');
  await expect(held(page, 'IIN')).toHaveText(iin);
  await expect(held(page, 'Telephone')).toHaveText('+77010000000');
  await expect(held(page, 'E-mail address')).toHaveText('aisulu@zhas.example');
  await expect(page.getByText('Nobody else looked at your data')).toBeVisible();
  await expectWell(page, 'en');

  await page.getByRole('link', { name: 'Correct the data' }).click();
  await expect(page.getByLabel('IIN', { exact: true })).toHaveValue(iin);
  await page.getByLabel('Telephone').fill('+7 702 111 11 11');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The data is corrected.')).toBeVisible();
  await expect(held(page, 'Telephone')).toHaveText('+77021111111');
  await expect(held(page, 'Name in Latin letters')).toHaveText('S A');

  // The coordinator finds them, and says what for before anything is shown.
  const theirs = await pageOf(browser, programme, coordinator.api);
  await theirs.goto('/en/profile');
  await theirs.getByRole('button', { name: 'Арман Қасым' }).click();
  await expect(theirs.getByRole('link', { name: 'My data' })).toHaveCount(0);
  await theirs.getByRole('link', { name: 'Young people' }).click();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Young people');
  await theirs.getByLabel('Name').fill('сейітова айсұлу');
  await theirs.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(theirs).toHaveURL(/search=/);
  await expect(theirs.getByText('1 young person found')).toBeVisible();
  await expectWell(theirs, 'en');
  await theirs.getByRole('link', { name: 'Сейітова Айсұлу' }).click();
  await expect(theirs.getByText('Orphan')).toBeVisible();
  await expect(theirs.getByText(iin)).toBeHidden();
  const show = theirs.getByRole('button', { name: 'Show personal data' });
  await show.click();
  const purpose = theirs.getByLabel('What you look for');
  await expect(purpose).toBeFocused();
  await expect(purpose).toHaveAttribute('aria-invalid', 'true');
  await expectWell(theirs, 'en');
  await purpose.selectOption('DOCUMENTS');
  await theirs.getByLabel('Note').fill('at the office');
  await show.click();
  await expect(theirs.getByText('This look is on record')).toBeVisible();
  await expect(held(theirs, 'IIN')).toHaveText(iin);
  await expectWell(theirs, 'en');
  await theirs.getByRole('button', { name: 'I saw the document' }).click();
  await theirs.getByRole('dialog').getByRole('button', { name: 'I saw the document' }).click();
  await expect(theirs.getByText('It is on record that you saw the document')).toBeVisible();
  await expect(theirs.getByText(/Seen by a coordinator on/)).toBeVisible();

  // The person sees that, when, at what and what for.
  await page.reload();
  const look = page.getByRole('listitem').filter({ hasText: 'Арман Қасым' });
  await expect(look).toContainText('To compare with documents that are shown');
  await expect(look).toContainText('at the office');
  await expect(look).toContainText('IIN');
  await expect(held(page, 'Document')).toContainText('Seen by a coordinator');
  await page.getByRole('link', { name: 'All looks' }).click();
  await expect(look).toHaveCount(1);
  await expect(page.getByRole('listitem').filter({ hasText: 'You ·' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Others and you' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'You ·' })).not.toHaveCount(0);
  await expectWell(page, 'en');
  await page.getByRole('link', { name: '← My data' }).click();

  // Whose session is over is led to sign in, and gets no empty file.
  const download = page.getByRole('button', { name: 'Download my data (JSON)' });
  await expect(download).toBeVisible();
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await download.click();
  const trouble = page.locator('.trouble');
  await expect(trouble).toBeFocused();
  await expect(trouble).toContainText('Sign in first.');
  await expect(page.getByRole('link', { name: 'Sign in again' })).toBeVisible();
  await page.context().addCookies(cookies);

  // A file with everything.
  const saving = page.waitForEvent('download');
  await download.click();
  const copy = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
  expect(copy.youth.personalData).toMatchObject({ iin, phone: '+77021111111', address: 'Абай 1' });
  expect(copy.consents.map((one: { purpose: string }) => one.purpose).sort()).toEqual([
    'PARTICIPATION',
    'PUBLICATION',
  ]);
  expect(copy.dataAccesses).toContainEqual(
    expect.objectContaining({ by: 'Арман Қасым', purpose: 'DOCUMENTS', note: 'at the office' }),
  );

  await page.getByRole('button', { name: 'Take back the consent to publication' }).click();
  await expect(page.getByText('your name is not published any more')).toBeVisible();
  await expect(page.getByText(/taken back on/)).toBeVisible();

  // Whose data is not to be used is not there for others.
  await page.getByRole('button', { name: 'Stop the use' }).click();
  await expect(page.getByText('The use is stopped.')).toBeVisible();
  await expectWell(page, 'en');
  await theirs.reload();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  await page.getByRole('button', { name: 'Resume the use' }).click();
  await expect(page.getByText('Your data is in use again.')).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Сейітова Айсұлу');

  // Erasing asks twice, and for the password.
  await page.getByRole('button', { name: 'Go on to erasing' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody can undo this' })).toBeFocused();
  await expectWell(page, 'en');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Go on to erasing' })).toBeFocused();
  await page.keyboard.press('Enter');
  const erase = page.getByRole('button', { name: 'Erase for ever' });
  await page.getByLabel('Password', { exact: true }).fill('not her password at all');
  await erase.click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await page.getByLabel('Password', { exact: true }).fill(password);
  await erase.click();
  await expect(page.getByRole('heading', { name: 'Your data is erased' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expectWell(page, 'en');
  await theirs.reload();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  await theirs.context().close();
  await signIn(page, 'en', 'aisulu@zhas.example');
  await expect(page.getByText('The e-mail address or the password is wrong')).toBeVisible();
});

test.describe('the pages of personal data', () => {
  for (const [l, language] of languages.entries()) {
    for (const look of long ? looks : [looks[l]!]) {
      const title = `${language}, ${look.width} pixels, ${look.theme}, ${look.contrast} contrast`;
      test(`are well in ${title}`, async ({ page, programme }) => {
        test.slow(); // a dozen looks
        const email = `${language}${look.width}${look.contrast}@zhas.example`;
        const young = await registerYoung(programme, email, 'Dana D.');
        await lookLike(page, look);
        await become(page, young);
        const visit = async (path: string, state = page.getByRole('heading', { level: 1 })) => {
          await page.goto(`/${language}${path}`);
          await expect(state).toBeVisible();
          await expectWell(page, language);
        };

        await visit('/profile');
        await visit('/my-data'); // leads to the registration
        await expect(page).toHaveURL(/register$/);
        await page.getByRole('main').getByRole('button').click();
        for (const box of await page.getByRole('checkbox').all()) {
          if (await box.isEnabled()) await box.check();
        }
        await page.locator('button[type=submit]').click();
        await expect(page.locator('[aria-invalid=true]').first()).toBeFocused();
        await expectWell(page, language);

        const id = await registerYouth(young, {
          russianName: { family: 'Сеитова', given: 'Дана' },
          sex: 'FEMALE',
          address: 'Абай көшесі, 1',
          education: 'VOCATIONAL',
          occupation: 'NEET',
          categories: ['NEET', 'KANDAS'],
        });
        await visit('/my-data');
        await page.getByRole('main').getByRole('button').last().click();
        await expectWell(page, language);
        await visit('/my-data/correct');
        await visit('/my-data/accesses');
        await visit('/my-data/accesses?whose=all');

        await become(page, programme.administrator);
        await visit('/youths');
        await visit(`/youths/${id}`);
        await page.locator('select[name=purpose]').selectOption('CONTACT');
        await page.locator('textarea').fill('1');
        await page.locator('button[type=submit]').click();
        await expect(page.getByText(iin)).toBeVisible();
        await expectWell(page, language);
      });
    }
  }
});
