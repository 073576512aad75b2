import type { HandleClientError } from '@sveltejs/kit';

/** An address that leads nowhere is no fault of the program; the rest is for the console. */
export const handleError: HandleClientError = ({ error, status, message }) => {
  if (status !== 404) console.error(error);
  return { message };
};
