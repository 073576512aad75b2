import type { PageNames } from './pages.kk';

export const pages: PageNames = {
  projects: 'Проекты',
  demo: 'Демонстрация',
  glossary: 'Словарь',
  about: 'О сайте',
  accessibility: 'Доступность',
  design: 'Дизайн-система',
};
