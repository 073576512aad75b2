import type { AccountMenu } from './account.kk';

export const account: AccountMenu = {
  signIn: 'Sign in',
  profile: 'My account',
  notifications: 'Notifications',
  unread: 'some are unread',
  people: 'People and roles',
  journal: 'Journal',
  signOut: 'Sign out',
  owed: 'Complete signing in',
  signedIn: 'Account',
};
