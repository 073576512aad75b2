import type { AccountMenu } from './account.kk';

export const account: AccountMenu = {
  signIn: 'Войти',
  profile: 'Моя учётная запись',
  data: 'Мои данные',
  notifications: 'Уведомления',
  unread: 'есть непрочитанные',
  youths: 'Молодые участники',
  duplicates: 'Возможные дубли',
  exceptional: 'Исключительный доступ',
  people: 'Люди и роли',
  journal: 'Журнал',
  signOut: 'Выйти',
  owed: 'Завершить вход',
  signedIn: 'Учётная запись',
};
