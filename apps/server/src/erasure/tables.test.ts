import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { endings } from './tables.ts';

let database: OpenTestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** As `endings` names tables; partitions are their parents'. */
async function listTables(condition: string): Promise<readonly string[]> {
  const rows = await database.db.query<{ readonly name: string }>({
    text: `select case n.nspname when 'public' then '' else n.nspname || '.' end || quote_ident(c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition and ${condition} order by 1`,
  });
  return rows.map(({ name }) => name);
}

const hasColumn = (names: string): string =>
  `exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.attname in (${names}))`;

describe('the endings of tables', () => {
  it('name every table of the schema, and no other', async () => {
    expect(Object.keys(endings).toSorted()).toEqual((await listTables('true')).toSorted());
  });

  it('end whatever names an organization', async () => {
    const named = await listTables(hasColumn(`'organization_id', 'organizationId'`));
    expect(named.length).toBeGreaterThan(15);
    expect(
      named.filter((name) => !['at_once', 'in_batches', 'with'].includes(endings[name]?.kind ?? '')),
    ).toEqual([]);
  });

  it('end whatever names a person, but the log', async () => {
    const named = await listTables(hasColumn(`'user_id', 'userId'`));
    const ends = ['of_person', 'with', 'at_once'];
    expect(named.filter((name) => !ends.includes(endings[name]?.kind ?? ''))).toEqual([]);
  });

  it('leave no table to a foreign key that does not delete', async () => {
    for (const [name, ending] of Object.entries(endings)) {
      if (ending.kind !== 'with') continue;
      const rows = await database.db.query({
        text: `select 1 from pg_constraint where conrelid = $1::regclass and confrelid = $2::regclass and confdeltype = 'c'`,
        params: [name, ending.table],
      });
      expect([name, rows.length > 0]).toEqual([name, true]);
    }
  });
});
