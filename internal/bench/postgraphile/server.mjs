// Serves the database that libpq's variables (PGHOST, PGUSER, …) name by
// PostGraphile, set up as for production, until its input ends. It prints its
// address first.
import { createServer } from 'node:http';
import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

const pool = new pg.Pool({ max: 16 });
const served = postgraphile({
	extends: [PostGraphileAmberPreset, PgSimplifyInflectionPreset, PostGraphileConnectionFilterPreset],
	// Lists of a row's own children without a connection around them.
	schema: { defaultBehavior: '+connection +list' },
	grafast: { explain: false },
	grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
	pgServices: [makePgService({ pool, schemas: ['public'] })]
}).createServ(grafserv);

const server = createServer();
await served.addTo(server);
await served.ready?.();
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.on('end', () => process.exit()).resume();
