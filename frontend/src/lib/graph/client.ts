import { error } from '@sveltejs/kit';
import type { TypedDocumentString } from './types';

type Fetch = typeof fetch;

/**
 * Asks the graph one typed operation. What goes wrong ends on the error page:
 * with 503 when no answer came, with 502 when the answer is an error.
 */
export async function ask<Result, Variables>(
  fetch: Fetch,
  query: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  let answer: { data?: Result | null; errors?: { message: string }[] };
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query, variables }),
    });
    answer = await response.json();
  } catch {
    error(503, 'no answer');
  }
  if (answer.errors?.length || !answer.data) {
    error(502, answer.errors?.[0]?.message ?? 'no data');
  }
  return answer.data;
}

/** A page of a list that can be continued. */
interface Page<Row> {
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** Fetches a list page by page until its end. */
export async function all<Row>(
  fetchPage: (after: string | null) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const page: Page<Row> = await fetchPage(after);
    rows.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after);
  return rows;
}
