import { error, redirect } from '@sveltejs/kit';
import type { Role, ViewerFieldsFragment } from '$lib/graph/account';
import type { Operation } from '$lib/graph/operation';
import type { Language } from '$lib/language';
import { session } from '$lib/session.svelte';

/** The server could not be reached, or did not answer as a graph does. */
export class Unreachable extends Error {}

/** The graph answered with an error that nobody could foresee. */
export class Failed extends Error {}

/**
 * Asks the graph as the person who is signed in, or has it change something. The
 * answer is kept nowhere. Messages in it are in the language given. It throws
 * Unreachable or Failed.
 */
export async function askOwn<Result, Variables>(
  fetch: typeof globalThis.fetch,
  language: Language,
  query: Operation<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  let answer: { data?: Result | null; errors?: { message: string }[] };
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      cache: 'no-store',
      headers: {
        accept: 'application/graphql-response+json',
        'accept-language': language,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query, variables }),
    });
    answer = await response.json();
  } catch {
    throw new Unreachable();
  }
  if (answer.errors?.length || !answer.data) {
    throw new Failed(answer.errors?.[0]?.message ?? 'no data');
  }
  return answer.data;
}

interface Loading {
  fetch: typeof globalThis.fetch;
  url: URL;
  language: Language;
}

/** What a page loads as whoever is asking. What goes wrong ends on the error page. */
export async function loadAsked<Result extends { viewer: ViewerFieldsFragment }, Variables>(
  { fetch, language }: Loading,
  query: Operation<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const answer = await askOwn(fetch, language, query, variables).catch((failure: Error) =>
    failure instanceof Unreachable ? error(503, 'no answer') : error(502, failure.message),
  );
  session.belongsTo(answer.viewer);
  return answer;
}

/**
 * What a page of one's own loads. Who is not signed in is led to sign in, who
 * owes a second factor to that; both come back after it.
 */
export async function loadOwn<Result extends { viewer: ViewerFieldsFragment }, Variables>(
  loading: Loading,
  query: Operation<Result, Variables>,
  variables: Variables,
) {
  const answer = await loadAsked(loading, query, variables);
  if (!answer.viewer.account) leadToSignIn(loading, answer.viewer);
  return answer;
}

/** Leads to what is owed before a page can be seen, with the way back. */
function leadToSignIn({ url, language }: Loading, { secondFactor }: ViewerFieldsFragment): never {
  const owed = secondFactor === 'NONE' ? 'sign-in' : 'second-factor';
  redirect(307, `/${language}/${owed}?${new URLSearchParams({ next: url.pathname + url.search })}`);
}

/** Whether roles let a person look after others. */
export const looksAfterPeople = ({ roles }: Pick<ViewerFieldsFragment, 'roles'>) =>
  roles.includes('ADMINISTRATOR') || roles.includes('REGIONAL_COORDINATOR');

/** Whether a person takes part as a young person, or may register as one. */
export const takesPart = ({ roles }: Pick<ViewerFieldsFragment, 'roles'>) =>
  roles.includes('YOUTH');

/** Whether somebody has lost a role, or everything, since what was known of them before. */
export const lostRoles = (
  before: Pick<ViewerFieldsFragment, 'roles'>,
  now: Pick<ViewerFieldsFragment, 'roles'>,
) => before.roles.some((role) => !now.roles.includes(role));

/** As loadOwn, for pages of administrators and coordinators; others are told so. */
export async function loadPeople<Result extends { viewer: ViewerFieldsFragment }, Variables>(
  ...args: Parameters<typeof loadOwn<Result, Variables>>
) {
  const answer = await loadOwn(...args);
  return looksAfterPeople(answer.viewer) ? answer : error(403);
}

/** The roles of staff, whom others invite. */
export const staff: Role[] = [
  'HOST_REPRESENTATIVE',
  'MENTOR',
  'COMMITTEE_MEMBER',
  'REGIONAL_COORDINATOR',
  'MINISTRY_ANALYST',
  'ADMINISTRATOR',
];

/** Whether roles let a person read the whole journal. */
export const readsJournal = ({ roles }: Pick<ViewerFieldsFragment, 'roles'>) =>
  roles.includes('ADMINISTRATOR');

/** As loadOwn, for pages of administrators; others are told so. */
export async function loadAdministrator<Result extends { viewer: ViewerFieldsFragment }, Variables>(
  ...args: Parameters<typeof loadOwn<Result, Variables>>
) {
  const answer = await loadOwn(...args);
  return readsJournal(answer.viewer) ? answer : error(403);
}

/** The roles that a person may give: an administrator any of staff, a coordinator two. */
export const givable = ({ roles }: Pick<ViewerFieldsFragment, 'roles'>): Role[] =>
  roles.includes('ADMINISTRATOR') ? staff : ['HOST_REPRESENTATIVE', 'MENTOR'];
