import type { Language } from './language';

/** Words that projects of a demonstration are found by, in Kazakh and in Russian. */
export const searches = { kk: 'домбыра', ru: 'РОБОТОТЕХНИК' };

/** Queries to try in GraphiQL, with names in the reader's language. */
export const queries = (language: Language, year: number) => ({
  counts: `{
  socialProjectCounts(filter: { season: ${year} }) {
    region { isoCode name { ${language} } }
    stage
    count
  }
}
`,
  projects: `{
  socialProjects(
    first: 20
    filter: { season: ${year}, stage: RUNNING }
    orderBy: { field: TITLE }
  ) {
    totalCount
    nodes {
      title
      direction
      invented
      region { name { ${language} } }
      locality { name { ${language} } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  season: `{
  season(year: ${year}) {
    name { ${language} }
    invented
    seasonRegions {
      region { isoCode name { ${language} } }
    }
    socialProjects { totalCount }
  }
}
`,
});

/** The address of GraphiQL with a query in it. */
export const graphiql = (query: string) => `/graphiql?query=${encodeURIComponent(query)}`;
