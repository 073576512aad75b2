import { redirect } from '@sveltejs/kit';
import { preferredLanguage } from '$lib/language';

export function load() {
  redirect(307, `/${preferredLanguage()}`);
}
