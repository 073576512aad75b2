import type { AccountMenu } from './account.kk';

export const account: AccountMenu = {
  signIn: 'Sign in',
  profile: 'My account',
  data: 'My data',
  notifications: 'Notifications',
  unread: 'some are unread',
  youths: 'Young people',
  duplicates: 'Possible duplicates',
  exceptional: 'Exceptional access',
  people: 'People and roles',
  journal: 'Journal',
  signOut: 'Sign out',
  owed: 'Complete signing in',
  signedIn: 'Account',
};
