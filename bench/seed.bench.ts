// Makes a database as it is after a busy month: by default a million aliases, ten million messages, 40 million events.
//   --aliases 1000000 --messages 10000000 --events 40000000 --organizations 2000 --share 0.1 (of the biggest organization) --scale 1 --seed 1 --until 2026-01-31T12:00:00Z
//   --database URL, or --dir FOLDER for the embedded server with its data there; --check proves the invariants afterwards
import { parseArgs } from 'node:util';
import { loadConfig } from '../apps/server/src/config/index.ts';
import { connect, ensureMonthPartitions, migrate, openDatabase } from '../apps/server/src/db/index.ts';
import { silentEvents } from '../apps/server/src/observe/index.ts';
import { findViolations } from '../apps/server/src/queue/invariants.ts';
import { seedMail, seedRefusals } from './seed/fill.ts';
import { createFunctions, dropFunctions } from './seed/functions-sql.ts';
import { countAliases } from './seed/mail-sql.ts';
import { attachMonths, detachMonths, vacuumMonths } from './seed/partitions.ts';
import type { SeedShape } from './seed/shape.ts';
import { seedStatistics } from './seed/statistics.ts';
import { seedTenants } from './seed/tenants.ts';

const { values } = parseArgs({
  options: {
    aliases: { type: 'string', default: '1000000' },
    messages: { type: 'string', default: '10000000' },
    events: { type: 'string', default: '40000000' },
    organizations: { type: 'string', default: '2000' },
    share: { type: 'string', default: '0.1' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    until: { type: 'string' },
    database: { type: 'string' },
    dir: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
});
if ((values.database === undefined) === (values.dir === undefined)) {
  console.error('give --database URL or --dir FOLDER');
  process.exit(2);
}

const days = 30;
const scaled = (text: string): number => Math.max(1, Math.round(Number(text) * Number(values.scale)));
const shape: SeedShape = {
  organizations: Math.max(2, Math.min(Number(values.organizations), scaled(values.aliases))),
  aliases: scaled(values.aliases),
  messages: scaled(values.messages),
  events: scaled(values.events),
  biggestShare: Number(values.share),
  seed: Number(values.seed),
  days,
  until: values.until === undefined ? new Date() : new Date(values.until),
};
const from = new Date(shape.until.getTime() - (days + 1) * 24 * 60 * 60 * 1000);

const startedAt = performance.now();
const tell = (what: string): void => {
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(6)} s  ${what}`);
};
/** Every tenth part. */
const progress = (what: string, total: number) => {
  let told = 0;
  return (done: number): void => {
    const part = Math.floor((10 * done) / total);
    if (part > told) tell(`${what}: ${done.toLocaleString('en')}`);
    told = Math.max(told, part);
  };
};

const env = {
  ...(values.database !== undefined && { DATABASE_URL: values.database }),
  ...(values.dir !== undefined && { SMTPY_DATA_DIR: values.dir }),
};
const config = loadConfig(env);
if (config.kind !== 'ok') throw new Error(config.problems.map(({ reason }) => reason).join('\n'));
await using database = await openDatabase({ config: config.config, role: 'command', events: silentEvents });
const db = connect({
  ...database.connectionSettings,
  applicationName: 'seed',
  maxConnections: 4,
  events: silentEvents,
  statementTimeoutMs: 2 ** 31 - 60_000,
});
await migrate(db);
await ensureMonthPartitions(db);
await db.query({ text: createFunctions(shape.seed) });
tell('the schema is there');
await seedTenants(db, shape);
tell(
  `${shape.organizations.toLocaleString('en')} organizations, ${shape.aliases.toLocaleString('en')} aliases`,
);
await detachMonths(db, from, shape.until);
await seedMail(db, shape, progress('messages', shape.messages));
await seedRefusals(db, shape, progress('refusals', shape.events));
await db.transaction(async (tx) => {
  await tx.query({ text: `set local enable_seqscan = on; set local work_mem = '512MB'` });
  await tx.query({ text: countAliases });
});
tell('counters of aliases');
await attachMonths(db, { from, until: shape.until, report: tell });
await vacuumMonths(db, from, shape.until);
tell('vacuumed');
await db.query({ text: dropFunctions });
await seedStatistics(db, {
  from,
  until: shape.until,
  report: (done) => tell(`statistics: ${String(done)} days`),
});
tell('statistics');
if (values.check) {
  const violations = await findViolations(db, new Date());
  for (const { kind, explanation } of violations) console.log(`${kind}: ${explanation}`);
  tell(violations.length === 0 ? 'no violation' : 'violations');
  if (violations.length > 0) process.exitCode = 1;
}
const [size] = await db.query<{ readonly size: string }>({
  text: 'select pg_size_pretty(pg_database_size(current_database())) as size',
});
tell(`done: ${size?.size ?? ''}`);
await db.close();
