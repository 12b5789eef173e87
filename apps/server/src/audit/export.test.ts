import { randomUUID } from 'node:crypto';
import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import type { Db, Queryable } from '../db/index.ts';
import { systemClock } from '../observe/index.ts';
import { createAudit, type Audit } from './index.ts';

let database: OpenTestDatabase;
let audit: Audit;
let organizationId: string;
const batches: number[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  audit = createAudit({ db: countBatches(database.db), clock: systemClock });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  organizationId = randomUUID();
  await addEntries(1_234);
  batches.length = 0;
});

/** The database, which notes how many rows each statement gave. */
function countBatches(db: Db): Db {
  const query: Queryable['query'] = async (statement) => {
    const rows = await db.query(statement);
    batches.push(rows.length);
    return rows as never;
  };
  return { ...db, query };
}

async function addEntries(count: number): Promise<void> {
  await database.db.query({
    text: `insert into audit_entries (id, at, organization_id, action, actor_kind, subject_kind, subject_id, subject_label)
      select overlay(gen_random_uuid()::text placing '01900000-0000-7' from 1 for 15)::uuid, now(), $1, 'key.created', 'system', 'key', n, '=cmd|' || n
      from generate_series(1, $2) n`,
    params: [organizationId, count],
  });
}

const scope = () => ({ kind: 'organization', organizationId }) as const;

describe('an export', () => {
  it('has a line for each entry, in order, as JSON', async () => {
    const lines = (await readText(audit.export({ scope: scope(), format: 'jsonl' }))).trimEnd().split('\n');
    const ids = lines.map((line) => (JSON.parse(line) as { readonly id: string }).id);
    expect(new Set(ids).size).toBe(1_234);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(batches).toEqual([500, 500, 234]);
  });

  it('has a line for each entry as CSV, without formulas', async () => {
    const lines = (await readText(audit.export({ scope: scope(), format: 'csv' }))).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1_235);
    expect(lines[0]).toBe(
      '"id","at","action","title","actor_kind","actor_user_id","actor_key_id","actor_label","ip","user_agent","request_id","subject_kind","subject_id","subject_label","before","after"',
    );
    for (const line of lines.slice(1)) expect(line).toMatch(/,"'=cmd\|\d+",/);
  });

  it('holds what the filter leaves, and the head alone where that is nothing', async () => {
    const filter = { subjectId: '7' };
    const some = await readText(audit.export({ scope: scope(), filter, format: 'jsonl' }));
    expect(some.trimEnd().split('\n')).toHaveLength(1);
    const none = await readText(
      audit.export({ scope: scope(), filter: { search: 'nobody' }, format: 'csv' }),
    );
    expect(none.split('\r\n')).toHaveLength(2);
  });

  it('reads no more than is taken, and nothing after it was put down', async () => {
    const stream = audit.export({ scope: scope(), format: 'jsonl' });
    for await (const chunk of stream) {
      expect(chunk).toBeDefined();
      break;
    }
    expect(stream.destroyed).toBe(true);
    expect(batches.length).toBeLessThan(3);
  });

  it('joins no transaction, for that has ended when it is read', async () => {
    const stream = await database.db.joinedTransaction(() =>
      Promise.resolve(audit.export({ scope: scope(), format: 'jsonl' })),
    );
    expect((await readText(stream)).trimEnd().split('\n')).toHaveLength(1_234);
  });
});
