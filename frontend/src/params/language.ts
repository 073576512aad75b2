import { isLanguage } from '$lib/language';

export const match = isLanguage;
