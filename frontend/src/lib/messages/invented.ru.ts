import type { InventedMessages } from './invented.kk';

export const invented: InventedMessages = {
  mark: 'Вымышлено',
  notice: 'Это данные для демонстрации: люди, организации и проекты здесь придуманы.',
  more: 'О демонстрации',
  season: (year) => `${year} (вымышленный)`,
  projects: (count) => `Проекты для демонстрации: ${count}`,
  open: 'Список проектов демонстрации',
  column: 'Вымышлено',
  yes: 'да',
  no: 'нет',
};
