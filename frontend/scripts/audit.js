// Runs the audits of graphql-http, "GraphQL over HTTP", against the binary. One
// line an audit; every one has to be fulfilled.
import { auditServer } from 'graphql-http';
import { startServer } from './server.js';

const expected = 61;

const server = await startServer();
try {
  const results = await auditServer({ url: `${server.url}/graphql` });
  for (const result of results) {
    if (result.status === 'ok') console.log(`ok ${result.id} ${result.name}`);
    else console.log(`not ok ${result.id} ${result.name}: ${result.status}: ${result.reason}`);
  }
  const fulfilled = results.filter((result) => result.status === 'ok').length;
  console.log(`${fulfilled} of ${expected} audits ok`);
  if (fulfilled !== expected || results.length !== expected) process.exitCode = 1;
} finally {
  await server.stop();
}
