import { own, signInOwed } from '$lib/account/own';
import type { UserErrorFieldsFragment } from '$lib/graph/account';
import { all } from '$lib/graph/client';
import { DataAccessesDocument, OwnCopyDocument } from '$lib/graph/personal';

/**
 * Everything that the graph tells people of themselves, as the text of a JSON file;
 * or why it does not.
 */
export async function ownCopy(): Promise<
  { content: string } | { refused: UserErrorFieldsFragment[] }
> {
  const { viewer } = await own(OwnCopyDocument, {});
  const refused = signInOwed(viewer);
  if (refused.length) return { refused };
  const dataAccesses = await all(
    async (after) => (await own(DataAccessesDocument, { first: 100, after })).viewer.dataAccesses, //
  );
  return { content: JSON.stringify({ ...viewer, dataAccesses }, null, 2) };
}
