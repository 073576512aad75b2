import type { PageNames } from './pages.kk';

export const pages: PageNames = {
  projects: 'Projects',
  demo: 'Demonstration',
  glossary: 'Glossary',
  about: 'About this site',
  accessibility: 'Accessibility',
  design: 'Design system',
};
