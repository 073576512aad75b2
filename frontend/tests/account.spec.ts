import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIRequestContext, Page } from '@playwright/test';
import { expectWell } from './look';
import { codeOf, graph, join, password, signIn, testWithPeople as test } from './people';
import { expect } from './test';

/** Registers an address through the pages and leads to the account. */
async function register(page: Page, link: string, name: string) {
  await page.goto(link);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My account');
}

test('a young person registers by keyboard, and the token leaves the address', async ({
  page,
  programme,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('/kk');
  await page.getByRole('link', { name: 'Кіру' }).click();
  await page.getByRole('link', { name: 'Тіркелу' }).click();
  await page.getByLabel('Электрондық пошта').fill('aruzhan@zhas.example');
  await page.keyboard.press('Enter');
  const sent = page.getByRole('heading', { name: 'Поштаңызды қараңыз' });
  await expect(sent).toBeFocused();

  await page.goto(await programme.linkTo('aruzhan@zhas.example', 'invitation'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Шақыру');
  await expect(page).toHaveURL(/\/kk\/invitation$/);
  await expectWell(page, 'kk');
  // Changing the language keeps the token.
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByLabel('Name').fill('Аружан');

  // A password that everybody tries is refused beside its field.
  const field = page.getByLabel('Password', { exact: true });
  await field.fill('123456');
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/at least 12 characters/);
  await expectWell(page, 'en');

  await page.getByRole('button', { name: 'Show: Password' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await field.fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/en\/profile$/);
  await expect(page.getByRole('main')).toContainText('Young person');
  await expectWell(page, 'en');
});

test('the administrator signs in with a code, and a public page asks nothing of them', async ({
  page,
  programme,
}) => {
  await page.goto('/ru/profile');
  await expect(page).toHaveURL(/\/ru\/sign-in\?next=%2Fru%2Fprofile$/);
  await page.getByLabel('Электронная почта').fill('admin@zhas.example');
  await page.getByLabel('Пароль', { exact: true }).fill('не тот пароль, увы');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Неверный адрес электронной почты или пароль')).toBeVisible();
  await expect(page.getByLabel('Электронная почта')).toHaveValue('admin@zhas.example');
  await expectWell(page, 'ru');

  await page.getByLabel('Пароль', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  const code = page.getByLabel('Код из приложения');
  await code.fill('000000');
  await page.keyboard.press('Enter');
  await expect(code).toHaveAttribute('aria-invalid', 'true');
  await expectWell(page, 'ru');
  await code.fill(codeOf(programme.secret));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/ru\/profile$/);
  await expectWell(page, 'ru');

  const cookies: (string | undefined)[] = [];
  page.on('request', async (request) => {
    if (request.postData()?.includes('query Seasons(')) {
      cookies.push((await request.allHeaders()).cookie);
    }
  });
  await page.goto('/ru');
  await expect(page.getByRole('button', { name: 'Айгерім Сәрсен' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(cookies).toEqual([undefined]);

  await page.getByRole('button', { name: 'Айгерім Сәрсен' }).click();
  await page.getByRole('button', { name: 'Выйти' }).click();
  await expect(page.getByRole('link', { name: 'Войти' })).toBeVisible();
  await page.goto('/ru/profile');
  await expect(page).toHaveURL(/sign-in/);
});

test.describe('without a connection', () => {
  test.use({ tolerated: /ERR_INTERNET_DISCONNECTED|Failed to load resource/ });

  test('a form says so and keeps what was typed', async ({ page, context }) => {
    await page.goto('/en/sign-in');
    await page.getByLabel('E-mail address').fill('who@zhas.example');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await context.setOffline(true);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'no connection' })).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue('who@zhas.example');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('The e-mail address or the password is wrong')).toBeVisible();
  });
});

test('a second factor is set, its codes are saved, one of them signs in', async ({
  page,
  programme,
}) => {
  await page.goto('/en/register');
  await page.getByLabel('E-mail address').fill('dana@zhas.example');
  await page.keyboard.press('Enter');
  await register(page, await programme.linkTo('dana@zhas.example', 'invitation'), 'Дана');
  await page.getByRole('link', { name: 'Set a second factor' }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
  await expectWell(page, 'en');
  const secret = await page.locator('.secret').innerText();
  await page.getByLabel('Code of the application').fill(codeOf(secret));
  await page.keyboard.press('Enter');
  const codes = page.locator('.codes code');
  await expect(codes).toHaveCount(10);
  await expectWell(page, 'en');
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as a file' }).click();
  expect((await saving).suggestedFilename()).toBe('zhas-recovery-codes.txt');
  const code = await codes.first().innerText();
  await page.getByRole('button', { name: 'I have saved the codes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My account');

  await page.getByRole('button', { name: 'Дана' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await signIn(page, 'en', 'dana@zhas.example');
  const wrong = page.getByLabel('Code of the application');
  await wrong.fill('000000');
  await page.keyboard.press('Enter');
  await expect(wrong).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'I have a recovery code' }).click();
  await expect(page.getByLabel('Recovery code')).not.toHaveAttribute('aria-invalid');
  await page.getByLabel('Recovery code').fill(code);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My account');
});

test('the journal says who gave a role, and a record has its history', async ({
  page,
  browser,
  programme,
}) => {
  test.slow(); // it looks at the whole journal in three languages
  const theirs = await (await browser.newContext({ baseURL: programme.url })).newPage();
  await theirs.goto('/en/register');
  await theirs.getByLabel('E-mail address').fill('saule@zhas.example');
  await theirs.keyboard.press('Enter');
  await register(theirs, await programme.linkTo('saule@zhas.example', 'invitation'), 'Сәуле');
  await theirs.goto('/en/journal');
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('You may not see this page');
  await theirs.context().close();

  await page.context().addCookies(programme.session);
  await page.goto('/en/people');
  await page.getByRole('link', { name: 'Сәуле' }).click();
  await page.getByLabel('Role', { exact: true }).selectOption('COMMITTEE_MEMBER');
  await page.getByRole('button', { name: 'Give a role' }).click();
  await expect(page.getByText('The role is given.')).toBeVisible();
  await page.getByRole('button', { name: 'Айгерім Сәрсен' }).click();
  await page.getByRole('link', { name: 'Journal' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Journal');
  await expectWell(page, 'en');

  // The newest transaction that gave a role, who made it, and what of it.
  const newest = page
    .getByRole('main')
    .locator('ol > li', { has: page.getByText('Role grant', { exact: true }) })
    .first();
  await expect(newest.getByRole('link', { name: 'Айгерім Сәрсен' })).toBeVisible();
  const granted = newest.getByRole('listitem').filter({ hasText: 'Role grant' });
  await expect(granted).toContainText('created');
  await expect(granted).toContainText('Member of the evaluation committee · Сәуле');
  await granted.getByText('Values').click();
  await expect(granted.locator('dl > div').filter({ hasText: 'Given by' })).toContainText(
    'Айгерім Сәрсен',
  );

  await page.getByRole('combobox', { name: 'What', exact: true }).selectOption('RoleGrant');
  await page
    .getByRole('combobox', { name: 'Who', exact: true })
    .selectOption({ label: 'Айгерім Сәрсен' });
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/type=RoleGrant&account=\d+/);
  const records = page.getByRole('main').locator('ol > li li strong');
  await expect(records.first()).toHaveText('Role grant');
  expect(new Set(await records.allTextContents())).toEqual(new Set(['Role grant']));
  await page.getByRole('combobox', { name: 'What', exact: true }).selectOption('Session');
  await page.getByLabel('To this day, included').fill('2020-01-01');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No such change was found')).toBeVisible();
  await page.getByRole('link', { name: 'Clear the filter' }).click();

  // In each language, on a narrow screen, with everything unfolded.
  await page.setViewportSize({ width: 360, height: 800 });
  for (const language of ['kk', 'ru', 'en']) {
    await page.goto(`/${language}/journal`);
    await expect(page.locator('ol > li').first()).toBeVisible();
    await page.evaluate(() =>
      document.querySelectorAll('details').forEach((one) => (one.open = true)),
    );
    await expectWell(page, language);
  }

  // The person of whom it speaks, and their record's history.
  await newest.getByRole('link', { name: 'Сәуле' }).first().click();
  await page.getByRole('heading', { name: 'History of this record' }).click();
  const history = page.getByRole('region', { name: 'History of this record' });
  await expect(history.getByRole('listitem').first()).toContainText('created');
  await history.getByText('Values').click();
  await expect(history.locator('dl > div').filter({ hasText: 'Language' })).toContainText(
    'English',
  );
  await expectWell(page, 'en');
  await page.getByRole('link', { name: 'What this person changed' }).click();
  await expect(page).toHaveURL(/journal\?account=\d+$/);
  await expect(
    page.getByRole('combobox', { name: 'Who', exact: true }).locator('option:checked'),
  ).toHaveText('Сәуле');
});

test('a forgotten password is chosen anew', async ({ page, programme }) => {
  await page.goto('/en/register');
  await page.getByLabel('E-mail address').fill('erlan@zhas.example');
  await page.keyboard.press('Enter');
  await register(page, await programme.linkTo('erlan@zhas.example', 'invitation'), 'Ерлан');
  await page.goto('/en/forgot');
  await page.getByLabel('E-mail address').fill('erlan@zhas.example');
  await page.keyboard.press('Enter');
  await page.goto(await programme.linkTo('erlan@zhas.example', 'password'));
  await expect(page).toHaveURL(/\/en\/password$/);
  await page.getByLabel('New password', { exact: true }).fill('another long phrase of his');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The password is changed' })).toBeFocused();
  await signIn(page, 'en', 'erlan@zhas.example');
  await expect(page.getByText('The e-mail address or the password is wrong')).toBeVisible();
});

test('a mentor is invited, given a role, blocked in mid-session, and told of it', async ({
  page,
  browser,
  programme,
}) => {
  // A code works once: the one of the next step counts as well.
  await signIn(page, 'en', 'admin@zhas.example');
  await page
    .getByLabel('Code of the application')
    .fill(codeOf(programme.secret, Date.now() + 30_000));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My account');
  await page.goto('/en/invitations');
  await page.getByLabel('E-mail address').fill('mentor@zhas.example');
  await page.getByLabel('Role', { exact: true }).selectOption('MENTOR');
  await page.getByLabel('Region', { exact: true }).selectOption({ label: 'Abai Region' });
  await page.getByLabel('Language of messages').selectOption('en');
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByText('The invitation is sent.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'mentor@' })).toContainText('Mentor');
  await expectWell(page, 'en');

  const theirs = await (await browser.newContext({ baseURL: programme.url })).newPage();
  await theirs.goto(await programme.linkTo('mentor@zhas.example', 'invitation'));
  await theirs.getByLabel('Name').fill('Болат Ахметов');
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.keyboard.press('Enter');
  await expect(theirs.getByText('Staff of the programme need a second factor')).toBeVisible();
  await theirs.goto('/en/profile');
  await expect(theirs).toHaveURL(/\/en\/second-factor\?next=/);
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.keyboard.press('Enter');
  await theirs
    .getByLabel('Code of the application')
    .fill(codeOf(await theirs.locator('.secret').innerText()));
  await theirs.keyboard.press('Enter');
  await theirs.getByRole('button', { name: 'I have saved the codes' }).click();
  await expect(theirs.getByRole('main')).toContainText('Abai Region');

  // Found by name, given another role, which is taken back after a question.
  await page.goto('/en/people');
  await expectWell(page, 'en');
  await page.getByLabel('Name').fill('болат');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/search=/);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.getByRole('link', { name: 'Болат Ахметов' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Болат Ахметов');
  await page.getByLabel('Role', { exact: true }).selectOption('COMMITTEE_MEMBER');
  await page.getByRole('button', { name: 'Give a role' }).click();
  await expect(page.getByText('The role is given.')).toBeVisible();
  await expectWell(page, 'en');
  await page.getByRole('button', { name: 'Take back the role: Member of' }).click();
  await expect(page.getByRole('dialog')).toContainText('stops counting');
  await expectWell(page, 'en');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Take back the role: Member of' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('The role is taken back.')).toBeVisible();

  await theirs.goto('/en/notifications');
  await expect(theirs.getByText('You were given a role')).toBeVisible();
  await expectWell(theirs, 'en');
  await theirs.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(theirs.getByRole('button', { name: 'Mark all as read' })).toBeHidden();

  // A block needs a reason, and ends what the person has open.
  await theirs.goto('/en/profile');
  await expect(theirs.getByRole('button', { name: 'Save' })).toBeVisible();
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Block' }).click();
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await dialog.getByLabel('Reason').fill('телефон ұрланды');
  await dialog.getByRole('button', { name: 'Block' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/Blocked since/)).toBeVisible();
  await theirs.getByRole('button', { name: 'Save' }).click();
  await expect(theirs.getByRole('alert').getByText('Sign in first.')).toBeVisible();
  await expect(theirs.getByRole('link', { name: 'Sign in again' })).toBeVisible();
  await theirs.context().close();
});

test('a coordinator who loses the role in mid-session is told, and hears no more', async ({
  page,
  programme,
}) => {
  const admin = programme.administrator;
  const { regions } = await graph(admin, '{ regions(first: 1) { nodes { id } } }');
  const region = regions.nodes[0].id;
  const mentor = await join(
    programme,
    { email: 'saule@zhas.example', role: 'MENTOR', region },
    'Сәуле',
  );
  const coordinator = await join(
    programme,
    { email: 'murat@zhas.example', role: 'REGIONAL_COORDINATOR', region },
    'Мұрат',
  );
  await page.context().addCookies((await coordinator.api.storageState()).cookies);
  await page.goto(`/en/people/${mentor.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сәуле');

  // A subscription stays open on the page.
  await page.evaluate(async () => {
    const heard = Object.assign(window, { heard: '', ended: false });
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { changes { nodes { type record } } }' }),
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    void (async () => {
      for (;;) {
        const { done, value } = await reader.read().catch(() => ({ done: true, value: '' }));
        if (done) break;
        heard.heard += value;
      }
      heard.ended = true;
    })();
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string }).heard);
  const write = (api: APIRequestContext, name: string, language: string) =>
    graph(
      api,
      `mutation ($input: UpdateProfileInput!) {
        updateProfile(input: $input) { userErrors { message } }
      }`,
      { name, language },
    );
  await write(mentor.api, 'Сәуле', 'ru'); // the name is sealed: changes do not tell of it
  await expect.poll(heard).toContain(mentor.id);

  await page.getByRole('button', { name: 'Block', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('does not answer');
  const { revokeRole } = await graph(
    admin,
    `mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { message } } }`,
    { roleGrant: coordinator.grant },
  );
  expect(revokeRole.userErrors).toEqual([]);
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(dialog.getByRole('alert').getByText('Your role has changed')).toBeVisible({
    timeout: 1_000,
  });
  await expect(dialog.locator('.trouble')).toBeFocused();
  await expect(dialog.getByLabel('Reason')).toHaveValue('does not answer');
  const { node } = await graph(
    admin,
    `{ node(id: "${mentor.id}") { ... on Account { blockedAt } } }`,
  );
  expect(node.blockedAt).toBeNull();

  // What they may see themself still comes; what they may not does not.
  const before = (await heard()).length;
  await write(mentor.api, 'Сәуле', 'kk');
  await write(coordinator.api, 'Мұрат', 'ru');
  await expect.poll(async () => (await heard()).slice(before)).toContain(coordinator.id);
  expect((await heard()).slice(before)).not.toContain(mentor.id);

  // Another page that was theirs says why it is not any more.
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Back to the list of people' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You may not see this page');
  await expectWell(page, 'en');

  const { blockAccount } = await graph(
    admin,
    `mutation ($input: BlockAccountInput!) { blockAccount(input: $input) { userErrors { message } } }`,
    { account: coordinator.id, reason: 'left' },
  );
  expect(blockAccount.userErrors).toEqual([]);
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { ended: boolean }).ended), {
      timeout: 2_000,
    })
    .toBe(true);
});

test.describe('from a second origin', () => {
  const change =
    'mutation { updateProfile(input: {name: "Өзгерді", language: en}) { userErrors { code } } }';
  // The names of a form's fields and their values, as text/plain sends them, make a question of the graph.
  const [name, value] = [`${JSON.stringify({ query: change }).slice(0, -1)},"x":"`, '"}'];

  test("no page changes anything in its visitor's place", async ({ page, programme }) => {
    await page.goto('/en/register');
    await page.getByLabel('E-mail address').fill('zere@zhas.example');
    await page.keyboard.press('Enter');
    await register(page, await programme.linkTo('zere@zhas.example', 'invitation'), 'Зере');
    const nameNow = () =>
      page.evaluate(async () => {
        const query = '{ viewer { account { name } } }';
        const response = await fetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        return (await response.json()).data.viewer.account.name as string;
      });

    const server = createServer((_, response) =>
      response
        .setHeader('content-type', 'text/html')
        .end(
          '<!doctype html><title>A page of somebody else</title><iframe name="answer"></iframe>',
        ),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const action = `${programme.url}/graphql`;

    // Another port is the same site, where even a strict cookie is sent; another
    // host is another site.
    for (const [origin, cookies] of [
      [`http://127.0.0.1:${port}`, true],
      [`http://localhost:${port}`, false],
    ] as const) {
      // Not the page that is watched for requests to other origins.
      const foreign = await page.context().newPage();
      await foreign.goto(origin);
      for (const form of [
        { enctype: 'application/x-www-form-urlencoded', name: 'query', value: change },
        { enctype: 'multipart/form-data', name: 'query', value: change },
        { enctype: 'text/plain', name, value },
        { method: 'get', name: 'query', value: change },
      ]) {
        const title = `${form.enctype ?? 'GET'} from ${origin}`;
        const answered = foreign.waitForResponse((response) => response.url().startsWith(action));
        await foreign.evaluate(
          ({ action, name, value, method = 'post', enctype = '' }) => {
            const form = document.createElement('form');
            Object.assign(form, { action, method, enctype, target: 'answer' });
            const field = document.createElement('input');
            Object.assign(field, { type: 'hidden', name, value });
            form.append(field);
            document.body.append(form);
            form.submit();
          },
          { action, ...form },
        );
        const response = await answered;
        const sent = await response.request().allHeaders();
        expect(/__Host-zhas/.test(sent.cookie ?? ''), `the cookie with ${title}`).toBe(cookies);
        if (form.enctype) expect(response.status(), title).toBe(403);
        expect(await nameNow(), title).toBe('Зере');
      }
      for (const type of ['application/json', 'text/plain', 'GET']) {
        const read = await foreign.evaluate(
          async ({ action, type, change }) => {
            const asked =
              type === 'GET'
                ? fetch(`${action}?${new URLSearchParams({ query: change })}`, {
                    credentials: 'include',
                  })
                : fetch(action, {
                    method: 'POST',
                    credentials: 'include',
                    headers: { 'content-type': type },
                    body: JSON.stringify({ query: change }),
                  });
            return asked.then(
              (response) => response.text(),
              () => 'nothing',
            );
          },
          { action, type, change },
        );
        expect(read, `what ${origin} reads by ${type}`).toBe('nothing');
        expect(await nameNow(), `fetch of ${type} from ${origin}`).toBe('Зере');
      }
      await foreign.close();
    }
    server.close();

    // A page of the programme does change it with the very same words.
    await page.evaluate(
      (query) =>
        fetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        }),
      change,
    );
    expect(await nameNow()).toBe('Өзгерді');
  });
});
