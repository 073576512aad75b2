import { createHmac } from 'node:crypto';
import { request, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { startServer } from '../scripts/server.js';
import { expect, test } from './test';

/** A password that everybody in the tests has. */
export const password = 'үш көлден су іштім 1998';

/** What the authenticator application shows for a secret in base32, as RFC 6238 says. */
export function codeOf(secret: string, at = Date.now()): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '')].map((c) =>
    letters.indexOf(c).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)!
      .map((byte) => parseInt(byte, 2)),
  );
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash.at(-1)! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

type Cookies = Awaited<ReturnType<APIRequestContext['storageState']>>['cookies'];

/** A server with people: who they are, and the messages they get. */
export interface Programme {
  url: string;
  /** The secret of the administrator's second factor. */
  secret: string;
  /** The administrator, signed in, to prepare what a test is not about. */
  administrator: APIRequestContext;
  /** A session of the administrator's, for pages that need no signing in. */
  session: Cookies;
  /** The link in the newest message to an address with this in its text. */
  linkTo(address: string, page: string): Promise<string>;
}

const administrator = 'admin@zhas.example';

/** Tests with a server of their own, and an administrator in it. */
export const testWithPeople = test.extend<object, { programme: Programme }>({
  programme: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from it
    async ({}, use) => {
      const server = await startServer({ outbox: true });
      const api = await request.newContext({ baseURL: server.url });
      const link = /#(\S+)/.exec(server.output())![1]!;
      const { createAdministrator } = await graph(
        api,
        `mutation ($input: CreateAdministratorInput!) {
          createAdministrator(input: $input) { userErrors { message } }
        }`,
        { token: link, email: administrator, name: 'Айгерім Сәрсен', password, language: 'kk' },
      );
      expect(createAdministrator.userErrors).toEqual([]);
      const secret = await enrol(api);
      await use({
        url: server.url,
        secret,
        administrator: api,
        session: (await api.storageState()).cookies,
        linkTo: async (address, page) => {
          const reader = await request.newContext({ baseURL: server.url });
          let found = '';
          await expect(async () => {
            const outbox = await (await reader.get('/outbox')).text();
            const article = outbox.split('<article>').find((one) => one.includes(`to ${address}<`));
            found = new RegExp(`http[^\\s<]*/${page}#[^\\s<]+`).exec(article ?? '')?.[0] ?? '';
            expect(found).not.toBe('');
          }).toPass();
          await reader.dispose();
          return found;
        },
      });
      await api.dispose();
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ programme }, use) => use(programme.url),
});

/**
 * Invites somebody and accepts in their place: they are signed in with all that
 * they owe. Returns who they are in the graph, too.
 */
export async function join(
  programme: Programme,
  input: { email: string; role: string; region: string },
  name: string,
) {
  const { inviteStaff } = await graph(
    programme.administrator,
    `mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { userErrors { message } } }`,
    { language: 'en', ...input },
  );
  expect(inviteStaff.userErrors).toEqual([]);
  const [, token] = (await programme.linkTo(input.email, 'invitation')).split('#');
  const api = await request.newContext({ baseURL: programme.url });
  const { acceptInvitation } = await graph(
    api,
    `mutation ($input: AcceptInvitationInput!) {
      acceptInvitation(input: $input) { userErrors { message } }
    }`,
    { token, name, password, language: 'en' },
  );
  expect(acceptInvitation.userErrors).toEqual([]);
  await enrol(api);
  const { viewer } = await graph(api, `{ viewer { account { id roleGrants { id } } } }`);
  return { api, id: viewer.account.id as string, grant: viewer.account.roleGrants[0].id as string };
}

/** Registers an account of a young person, who has no profile yet, and signs them in. */
export async function registerYoung(programme: Programme, email: string, name: string) {
  const api = await request.newContext({ baseURL: programme.url });
  const { registerAccount } = await graph(
    api,
    `mutation ($input: RegisterAccountInput!) {
      registerAccount(input: $input) { userErrors { message } }
    }`,
    { email, language: 'en' },
  );
  expect(registerAccount.userErrors).toEqual([]);
  const [, token] = (await programme.linkTo(email, 'invitation')).split('#');
  const { acceptInvitation } = await graph(
    api,
    `mutation ($input: AcceptInvitationInput!) {
      acceptInvitation(input: $input) { userErrors { message } }
    }`,
    { token, name, password, language: 'en' },
  );
  expect(acceptInvitation.userErrors).toEqual([]);
  return api;
}

/** An identity number that was never issued: it has no month. */
export const iin = '019900000016';

/** The first region, or another one by its place in the list. */
export async function regionOf(api: APIRequestContext, place = 0) {
  const { regions } = await graph(api, '{ regions(first: 2) { nodes { id name { en } } } }');
  const { id, name } = regions.nodes[place];
  return { id: id as string, name: name.en as string };
}

/** A coordinator of the first region, or of another one, and what the region is called. */
export async function coordinatorOf(
  programme: Programme,
  email: string,
  name: string,
  place?: number,
) {
  const region = await regionOf(programme.administrator, place);
  const input = { email, role: 'REGIONAL_COORDINATOR', region: region.id };
  return { ...(await join(programme, input, name)), region: region.name };
}

/**
 * Gives who has an account a profile in the first region, with this data beside or in
 * the place of what has to be told. Returns who they are in the graph.
 */
export async function registerYouth(api: APIRequestContext, data: object = {}) {
  const region = await regionOf(api);
  const answer = await graph(
    api,
    `mutation ($input: RegisterYouthInput!) {
      registerYouth(input: $input) { youth { id } userErrors { field message } }
    }`,
    {
      consentVersion: 2,
      publication: false,
      region: region.id,
      data: {
        kazakhName: { family: 'Сейітова', given: 'Дана' },
        birthDate: '2001-02-03',
        iin,
        phone: '+77010000000',
        ...data,
      },
    },
  );
  expect(answer.registerYouth.userErrors).toEqual([]);
  return answer.registerYouth.youth.id as string;
}

/** How wide a screen is, and what its owner has set. */
export interface Look {
  width: number;
  theme?: string;
  contrast?: string;
  text?: string;
}

/** The languages of the application, and looks that differ in everything. */
export const languages = ['kk', 'ru', 'en'];
export const looks: Look[] = [
  { width: 360, theme: 'light', contrast: 'usual', text: 'usual' },
  { width: 1280, theme: 'dark', contrast: 'usual', text: 'usual' },
  { width: 360, theme: 'dark', contrast: 'high', text: 'large' },
  { width: 1280, theme: 'light', contrast: 'high', text: 'large' },
];

/** Makes a page look so. */
export async function lookLike(page: Page, look: Look) {
  await page.setViewportSize({ width: look.width, height: 800 });
  await page.addInitScript(
    (settings) => localStorage.setItem('zhas-settings', settings),
    JSON.stringify(look),
  );
}

/** A page of a device of its own, where this person has signed in, or nobody. */
export async function pageOf(
  browser: Browser,
  programme: Programme,
  api?: APIRequestContext,
  look: Look = { width: 360 },
): Promise<Page> {
  const context = await browser.newContext({ baseURL: programme.url });
  if (api) await context.addCookies((await api.storageState()).cookies);
  const page = await context.newPage();
  await lookLike(page, look);
  return page;
}

/** Goes on with a page as somebody else, who signed in already. */
export async function become(page: Page, api: APIRequestContext) {
  await page.context().clearCookies();
  await page.context().addCookies((await api.storageState()).cookies);
}

/** What stands beside a label of what is held of somebody. */
export const held = (page: Page, label: string) =>
  page.locator('dl > div', { has: page.getByText(label, { exact: true }) }).locator('dd');

/** Has the graph do something, as a page of the programme would. */
export async function graph(api: APIRequestContext, query: string, input?: object) {
  const response = await api.post('/graphql', { data: { query, variables: { input } } });
  const answer = await response.json();
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

/** Sets a second factor for whoever is signed in, and returns its secret. */
export async function enrol(api: APIRequestContext): Promise<string> {
  const { startSecondFactor } = await graph(
    api,
    `mutation ($input: StartSecondFactorInput!) { startSecondFactor(input: $input) { secret } }`,
    { password },
  );
  const { enrolSecondFactor } = await graph(
    api,
    `mutation ($input: EnrolSecondFactorInput!) {
      enrolSecondFactor(input: $input) { userErrors { message } }
    }`,
    // The step before this one, so that a code of this one is still to be used.
    { code: codeOf(startSecondFactor.secret, Date.now() - 30_000) },
  );
  expect(enrolSecondFactor.userErrors).toEqual([]);
  return startSecondFactor.secret;
}

/** Fills in the first page of signing in. */
export async function signIn(page: Page, language: string, email: string) {
  await page.goto(`/${language}/sign-in`);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
}
