// The API on a database that `bench seed` has filled: p50 and p99 of lists with each filter, searches, the dashboard and RCPT.
//   --dir FOLDER (of the seed) or --database URL; --requests 300 each; --small 500 (rank of the small organization); --only "mailbox, problem" (questions with this in their name)
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { parseAddress } from '@smtpy/mail';
import { bootServer, startDnsServer } from '@smtpy/testkit';
import { lookUp } from '../apps/server/src/aliases/directory-store.ts';
import { formatCursor } from '../apps/server/src/api/index.ts';
import { loadConfig } from '../apps/server/src/config/index.ts';
import { connect, openDatabase, type Db } from '../apps/server/src/db/index.ts';
import { silentEvents } from '../apps/server/src/observe/index.ts';
import { openDialog } from './api/smtp-dialog.ts';
import { measure, printRow, type Measured } from './api/measure.ts';
import { questionsFor } from './api/questions.ts';
import { ownerOf } from './seed/tenants.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    database: { type: 'string' },
    requests: { type: 'string', default: '300' },
    small: { type: 'string', default: '500' },
    only: { type: 'string', default: '' },
  },
});
if ((values.database === undefined) === (values.dir === undefined)) {
  console.error('give --dir FOLDER or --database URL, filled by: npm run bench -- seed');
  process.exit(2);
}
const requests = Number(values.requests);
const storage = {
  ...(values.database !== undefined && { DATABASE_URL: values.database }),
  ...(values.dir !== undefined && { SMTPY_DATA_DIR: values.dir }),
};

await using dns = await startDnsServer({ ttlSeconds: 300 });
await using server = await bootServer({
  ...(values.dir !== undefined && { dataDir: values.dir }),
  env: {
    ...storage,
    SMTPY_ROLES: 'web,smtp',
    SMTPY_WORKERS: '1',
    SMTPY_HTTP_HOST: '127.0.0.1',
    SMTPY_SMTP_HOST: '127.0.0.1',
    SMTPY_DNS_SERVERS: dns.address,
    SMTPY_LOG_LEVEL: 'warn',
    ...Object.fromEntries(
      ['KEY', 'USER', 'ORGANIZATION', 'NETWORK'].map((subject) => [`SMTPY_API_LIMIT_PER_${subject}`, 'off']),
    ),
  },
});
const config = loadConfig(storage);
if (config.kind !== 'ok') throw new Error('the configuration is not read');
await using database = await openDatabase({ config: config.config, role: 'command', events: silentEvents });
const db = connect({
  ...database.connectionSettings,
  applicationName: 'bench',
  maxConnections: 2,
  events: silentEvents,
});

async function ask(key: string, path: string): Promise<'answered' | 'not there'> {
  const response = await fetch(server.httpUrl + path, { headers: { authorization: `Bearer ${key}` } });
  const body = (await response.json()) as { readonly code?: string };
  if (response.status === 404 && body.code === 'unknown_route') return 'not there';
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${String(body.code)}`);
  return 'answered';
}

/** Asks everything as the owner of the organization of this rank. */
async function askAll(rank: number): Promise<void> {
  const made = await server.run([
    'key',
    'create',
    '--user',
    ownerOf(rank),
    '--name',
    `bench ${String(Date.now())}`,
    '--json',
  ]);
  if (made.code !== 0) throw new Error(made.stderr);
  const { id, key } = JSON.parse(made.stdout) as { readonly id: string; readonly key: string };
  const [organization] = await db.query<{ readonly id: string; readonly messages: number }>({
    text: `select o.id, (select count(*)::integer from messages m where m.organization_id = o.id) as messages
      from auth.organization o where o.name = $1`,
    params: [`Organization ${String(rank)}`],
  });
  if (organization === undefined) throw new Error(`the seed has no organization of rank ${String(rank)}`);
  console.log(`\norganization ${String(rank)}, ${organization.messages.toLocaleString('en')} messages`);
  const questions = await questionsFor(db, organization.id, formatCursor);
  for (const { name, path } of questions.filter((each) => each.name.includes(values.only)))
    printRow(name, await measure(requests, () => ask(key, path)), 50);
  await server.run(['key', 'revoke', id]);
}

/** Addresses of aliases that are switched on, over all organizations. */
async function someAddresses(count: number): Promise<readonly string[]> {
  const rows = await db.query<{ readonly address: string }>({
    text: `select a.local_part || '@' || d.name as address from aliases a join domains d on d.id = a.domain_id
      where a.is_enabled order by md5(a.id::text) limit $1`,
    params: [count],
  });
  return rows.map(({ address }) => address);
}

async function measureLookUps(addresses: readonly string[]): Promise<Measured> {
  let next = 0;
  return measure(addresses.length, async () => {
    const parsed = parseAddress(addresses[next++ % addresses.length] ?? '');
    if (!parsed.ok) throw new Error('an alias is no address');
    await lookUp(db, parsed.value);
    return 'answered';
  });
}

/** What a sender waits for RCPT, with everything that is asked before it is answered. */
async function measureRcpt(addresses: readonly string[]): Promise<Measured> {
  await using dialog = await openDialog(server.smtpPort);
  await dialog.say('EHLO client.example');
  let next = 0;
  const begin = async (): Promise<void> => {
    if (next % 20 !== 0) return;
    await dialog.say('RSET');
    await dialog.say('MAIL FROM:<ann@sender.example>');
  };
  return await measure(
    addresses.length,
    async () => {
      const reply = await dialog.say(`RCPT TO:<${addresses[next++ % addresses.length] ?? ''}>`);
      if (!reply.startsWith('250')) throw new Error(reply);
      return 'answered';
    },
    begin,
  );
}

async function countRows(of: Db): Promise<string> {
  const [row] = await of.query<{ readonly text: string }>({
    text: `select string_agg(format('%s %s', n, what), ', ') as text from (
      select to_char(sum(c.reltuples), 'FM999,999,999') as n, case when c.relname like 'messages%' then 'messages'
        when c.relname like 'deliveries%' then 'deliveries' when c.relname like 'events%' then 'events' else c.relname end as what
      from pg_class c where c.relkind = 'r' and c.reltuples > 0 and c.relname ~ '^(messages|deliveries|events)_|^aliases$' group by 2 order by 2) counted`,
  });
  return row?.text ?? '';
}

console.log(
  `machine: ${String(cpus().length)} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);
console.log(`${await countRows(db)}; ${String(requests)} requests each, one at a time`);
for (const rank of [1, Number(values.small)]) await askAll(rank);
console.log('\nRCPT');
const addresses = await someAddresses(requests * 2);
printRow('look-up in PostgreSQL', await measureLookUps(addresses.slice(0, requests)), 5);
printRow('RCPT over SMTP', await measureRcpt(addresses.slice(requests)), 5);
await db.close();
