import { error } from '@sveltejs/kit';
import { ask } from '$lib/graph/client';
import { ProjectDocument } from '$lib/graph/types';

export async function load({ fetch, params }) {
  const { node } = await ask(fetch, ProjectDocument, { id: params.id });
  // What is hidden and what is something else are as absent as what never was.
  return { project: node?.__typename === 'SocialProject' ? node : error(404) };
}
