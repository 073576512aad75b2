import type { InventedMessages } from './invented.kk';

export const invented: InventedMessages = {
  mark: 'Invented',
  notice: 'This is demonstration data: no person, organisation or project here is real.',
  more: 'About the demonstration',
  season: (year) => `${year} (invented)`,
  projects: (count) => `Projects for demonstration: ${count}`,
  open: 'The projects of the demonstration',
  column: 'Invented',
  yes: 'yes',
  no: 'no',
};
