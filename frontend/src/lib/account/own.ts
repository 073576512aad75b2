import { page } from '$app/state';
import type { UserErrorFieldsFragment } from '$lib/graph/account';
import { i18n } from '$lib/i18n';
import type { Operation } from '$lib/graph/operation';
import { askOwn } from './graph';

/** As askOwn, from a page: in its language. */
export const own = <Result, Variables>(query: Operation<Result, Variables>, variables: Variables) =>
  askOwn(fetch, i18n.language, query, variables);

/**
 * The refusal of a query whose person is not signed in any more, as the graph gives it
 * to what changes something; none while they are signed in.
 */
export const signInOwed = (viewer: { account: object | null }): UserErrorFieldsFragment[] =>
  viewer.account
    ? []
    : [{ code: 'SIGN_IN_REQUIRED', field: null, message: page.data.words!.signedOut }];
