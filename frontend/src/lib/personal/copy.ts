import { own } from '$lib/account/own';
import { all } from '$lib/graph/client';
import { DataAccessesDocument, OwnCopyDocument } from '$lib/graph/personal';

/** Everything that the graph tells people of themselves, as the text of a JSON file. */
export async function ownCopy(): Promise<string> {
  const { viewer } = await own(OwnCopyDocument, {});
  const dataAccesses = await all(
    async (after) => (await own(DataAccessesDocument, { first: 100, after })).viewer.dataAccesses, //
  );
  return JSON.stringify({ ...viewer, dataAccesses }, null, 2);
}
