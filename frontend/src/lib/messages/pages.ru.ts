import type { PageNames } from './pages.kk';

export const pages: PageNames = {
  projects: 'Проекты',
  glossary: 'Словарь',
  about: 'О сайте',
  accessibility: 'Доступность',
  design: 'Дизайн-система',
};
