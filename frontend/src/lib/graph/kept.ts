// Answers of the graph kept on the reader's device, so that public pages seen
// before can be read without a connection. What needs signing in must never come
// here: whoever opens the browser can read it.

const name = 'zhas-answers';

/** How many answers are kept; the oldest go first. */
const most = 100;

// A cache holds answers to GET. The request's body is the key: it names the
// operation as this version of the application writes it, and the variables.
const address = (body: string) => `/graphql?${new URLSearchParams({ body })}`;

/** Keeps an answer. Storage may be full, switched off or (over plain HTTP) absent: then it is not kept. */
export async function keep(body: string, answer: unknown): Promise<void> {
  try {
    const cache = await caches.open(name);
    const headers = { date: new Date().toUTCString() };
    await cache.put(address(body), Response.json(answer, { headers }));
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, -most).map((key) => cache.delete(key)));
  } catch {
    // The answer is shown all the same.
  }
}

/** The kept answer to a request and when it was given, or undefined. */
export async function kept(body: string): Promise<{ answer: unknown; at: Date } | undefined> {
  try {
    const response = await (await caches.open(name)).match(address(body));
    const at = new Date(response?.headers.get('date') ?? NaN);
    return response && { answer: await response.json(), at };
  } catch {
    return undefined;
  }
}
