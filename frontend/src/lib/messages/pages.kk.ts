/** What the pages are called in the header and the footer. */
export const pages = {
  projects: 'Жобалар',
  demo: 'Көрсетілім',
  glossary: 'Сөздік',
  about: 'Сайт туралы',
  accessibility: 'Қолжетімділік',
  design: 'Дизайн жүйесі',
};

export type PageNames = typeof pages;
