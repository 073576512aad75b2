/** How many rows a page of a list has. */
const pageSize = 20;

/** Which page of a list an address names. */
export function readPlace(query: URLSearchParams) {
  const before = query.get('before');
  return before ? { last: pageSize, before } : { first: pageSize, after: query.get('after') };
}

interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
}

/** Whether a list is longer than the page shown. */
export const manyPages = ({ hasNextPage, hasPreviousPage }: PageInfo) =>
  hasNextPage || hasPreviousPage;

/** The addresses of the pages beside the one shown, with what else the address says. */
export function places(url: URL, info: PageInfo) {
  const at = (place: Record<string, string>) => {
    const query = new URLSearchParams(url.searchParams);
    query.delete('after');
    query.delete('before');
    for (const [name, cursor] of Object.entries(place)) query.set(name, cursor);
    return `${url.pathname}?${query}`;
  };
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = info;
  return {
    first: hasPreviousPage ? at({}) : undefined,
    previous: hasPreviousPage && startCursor ? at({ before: startCursor }) : undefined,
    next: hasNextPage && endCursor ? at({ after: endCursor }) : undefined,
  };
}
