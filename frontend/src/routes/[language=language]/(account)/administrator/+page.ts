import { takeToken } from '$lib/account/token';

export const load = () => ({ token: takeToken('administrator') });
