import type { AccountMenu } from './account.kk';

export const account: AccountMenu = {
  signIn: 'Войти',
  profile: 'Моя учётная запись',
  notifications: 'Уведомления',
  unread: 'есть непрочитанные',
  people: 'Люди и роли',
  journal: 'Журнал',
  signOut: 'Выйти',
  owed: 'Завершить вход',
  signedIn: 'Учётная запись',
};
