import { createTestDatabase, type TestDatabase } from '@smtpy/testkit';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentEvents } from '../observe/index.ts';
import { connect, migrate, type Db } from './index.ts';

const goldenPath = join(import.meta.dirname, 'testdata', 'schema.txt');

let database: TestDatabase;
let db: Db;

function open(url: string): Db {
  return connect({ url, applicationName: 'tested', maxConnections: 1, events: silentEvents });
}

beforeAll(async () => {
  database = await createTestDatabase({
    migrate: async (url) => {
      const empty = open(url);
      await migrate(empty).finally(() => empty.close());
    },
  });
  db = open(database.url);
});

afterAll(async () => {
  await db.close();
  await database.close();
});

/**
 * Everything the migrations made, a line each, in an order and in words that do not depend on the server's version. The
 * monthly partitions are left out, since they come and go, and so are NOT NULL constraints, which columns show.
 */
const dump = `
  with relations as (
    select c.oid, format('%s.%s', n.nspname, c.relname) as name, c.relkind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p', 'v', 'S')
      and (not c.relispartition or c.relname like '%\\_default')
  )
  select line from (
    select r.name, 0 as part, 0 as position, format('%s %s%s', case r.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end,
      r.name, coalesce(' partition by ' || pg_get_partkeydef(r.oid), '')) as line
    from relations r
    union all
    select r.name, 1, a.attnum, format('  column %s %s%s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' end,
      ' default ' || pg_get_expr(d.adbin, d.adrelid),
      case when a.attidentity <> '' then ' identity' end,
      case when a.attstorage <> t.typstorage then ' storage ' || a.attstorage::text end)
    from relations r
    join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
    where r.relkind <> 'S'
    union all
    select r.name, 2, 0, format('  constraint %s %s', k.conname, pg_get_constraintdef(k.oid))
    from relations r join pg_constraint k on k.conrelid = r.oid where k.contype <> 'n'
    union all
    select r.name, 3, 0, format('  %s', replace(pg_get_indexdef(i.indexrelid), 'CREATE ', ''))
    from relations r join pg_index i on i.indrelid = r.oid
    union all
    select 'zz ' || p.proname, 4, 0, format('function %s(%s) returns %s', p.proname,
      pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid))
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'auth')
  ) lines order by name collate "C", part, position, line collate "C"`;

it('is the schema that testdata/schema.txt says (UPDATE_GOLDEN=1 rewrites it)', async () => {
  const rows = await db.query<{ readonly line: string }>({ text: dump });
  const actual = `${rows.map(({ line }) => line).join('\n')}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(goldenPath, actual);
  expect(actual).toBe(await readFile(goldenPath, 'utf8'));
});
