import 'graphiql/graphiql.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const defaultQuery = `# The graph of the programme, as the public may read it.
# Run this query with the button or with Ctrl-Enter.

query ProjectsOf2018 {
  figures(filter: { season: [2018], measure: [PROJECTS] }) {
    nodes {
      qualifier
      value
      basis
      region {
        name {
          en
        }
      }
      source {
        code
        title
        publisher
        publishedOn
      }
    }
  }
}
`;

// A link may bring its query along: /graphiql?query=…
const given = new URLSearchParams(location.search).get('query');

createRoot(document.getElementById('graphiql')!).render(
  createElement(GraphiQL, {
    defaultQuery,
    ...(given ? { query: given } : {}),
    fetcher: async (operation, options) => {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...options?.headers },
        body: JSON.stringify(operation),
      });
      return response.json();
    },
  }),
);
