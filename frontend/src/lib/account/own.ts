import { i18n } from '$lib/i18n';
import type { TypedDocumentString } from '$lib/graph/account';
import { askOwn } from './graph';

/** As askOwn, from a page: in its language. */
export const own = <Result, Variables>(
  query: TypedDocumentString<Result, Variables>,
  variables: Variables,
) => askOwn(fetch, i18n.language, query, variables);
