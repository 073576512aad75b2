import { i18n } from '$lib/i18n';
import type { Operation } from '$lib/graph/operation';
import { askOwn } from './graph';

/** As askOwn, from a page: in its language. */
export const own = <Result, Variables>(query: Operation<Result, Variables>, variables: Variables) =>
  askOwn(fetch, i18n.language, query, variables);
