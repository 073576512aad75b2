import { error } from '@sveltejs/kit';
import { connection } from '$lib/connection.svelte';
import { keep, kept } from './kept';
import type { Operation } from './operation';

type Fetch = typeof fetch;

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string }[];
}

/**
 * Asks the graph one typed public operation, as the public, whoever is signed in:
 * the answer may be kept on the device. When the server cannot be reached,
 * the answer is the one kept from last time, and `connection` says so. What goes
 * wrong ends on the error page: with 503 when there is no answer at all, with 502
 * when the answer is an error.
 */
export async function ask<Result, Variables>(
  fetch: Fetch,
  query: Operation<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const body = JSON.stringify({ query, variables });
  const answer = await post<Result>(fetch, body);
  if (answer.errors?.length || !answer.data) {
    error(502, answer.errors?.[0]?.message ?? 'no data');
  }
  return answer.data;
}

async function post<Result>(fetch: Fetch, body: string): Promise<Answer<Result>> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'omit',
      headers: {
        accept: 'application/graphql-response+json',
        'content-type': 'application/json',
      },
      body,
    });
    const answer: Answer<Result> = await response.json();
    connection.answered();
    if (answer.data && !answer.errors) void keep(body, answer);
    return answer;
  } catch {
    const last = await kept(body);
    if (!last) error(503, 'no answer');
    connection.keptAnswer(last.at);
    return last.answer as Answer<Result>;
  }
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
