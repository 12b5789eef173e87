import { createTestDatabase, type TestDatabase } from '@smtpy/testkit';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentEvents } from '../observe/index.ts';
import { connect, ensureMonthPartitions, migrate, type Db } from './index.ts';
import { applyMigrations } from './migrate.ts';

let database: TestDatabase;
let db: Db;

/** A database of the first release, with partitions and rows, brought up to date. */
beforeAll(async () => {
  database = await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' });
  db = connect({ url: database.url, applicationName: 'tested', maxConnections: 2, events: silentEvents });
  const folder = await mkdtemp(join(tmpdir(), 'smtpy-migrations-'));
  const name = '0001-foundation.sql';
  await copyFile(join(import.meta.dirname, 'migrations', name), join(folder, name));
  await applyMigrations(db, folder);
  await rm(folder, { recursive: true });
  await ensureMonthPartitions(db);
  for (const at of ['now()', `'2020-05-05'`]) await insertOldRows(at);
  await migrate(db);
});

afterAll(async () => {
  await db.close();
  await database.close();
});

/** A message with its delivery, as the first release writes them; those of long ago go to the default partitions. */
async function insertOldRows(at: string): Promise<void> {
  await db.query({
    text: `with message as (
        insert into messages (id, organization_id, content_id, received_at, mail_from, rcpt_to, size_bytes, smtputf8, connection, authentication)
        values (uuid_floor(${at}), gen_random_uuid(), gen_random_uuid(), ${at}, 'ann@sender.example', '{shop@forward.example}', 1, false, '{}', '{}')
        returning *)
      insert into deliveries (id, message_id, organization_id, content_id, recipient, destination, queue_key, mode, state,
        next_attempt_at, expires_at, created_at)
      select id, id, organization_id, content_id, 'shop@forward.example', 'jane@mailbox.example', 'mailbox.example', 'rewrite',
        'queued', now(), now(), now() from message`,
  });
}

async function partitionsOf(parent: string): Promise<readonly string[]> {
  const rows = await db.query<{ readonly name: string }>({
    text: 'select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1',
    params: [parent],
  });
  return rows.map(({ name }) => name);
}

/** What every partition of a table must have alike, a line each. */
async function shapeOf(partition: string): Promise<readonly string[]> {
  const rows = await db.query<{ readonly line: string }>({
    text: `
      select format('column %s %s %s %s', a.attnum, a.attname, a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
      from pg_attribute a left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
      where a.attrelid = $1::regclass and a.attnum > 0
      union all
      select format('constraint %s %s', k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k where k.conrelid = $1::regclass and k.contype = 'c'
      union all
      select 'index' || substring(pg_get_indexdef(i.indexrelid) from ' USING .*') from pg_index i where i.indrelid = $1::regclass
      order by 1`,
    params: [partition],
  });
  return rows.map(({ line }) => line);
}

describe('a database of the first release', () => {
  it('keeps its rows, as forwards whose senders are never told', async () => {
    expect(await db.query({ text: 'select kind, mode, sent_as, delayed_at from deliveries' })).toEqual(
      Array.from({ length: 2 }, () => ({
        kind: 'forward',
        mode: 'rewrite',
        sent_as: null,
        delayed_at: null,
      })),
    );
    expect(await db.query({ text: 'select no_report_reason, sender_told_at from messages' })).toEqual(
      Array.from({ length: 2 }, () => ({ no_report_reason: 'unknown', sender_told_at: null })),
    );
  });

  it.each(['messages', 'deliveries', 'events'])('has partitions of %s that are all alike', async (parent) => {
    const before = await partitionsOf(parent);
    await db.query({ text: `select ensure_month_partitions(now() + interval '6 months', 1)` });
    // Takes its row out of the default partition.
    await db.query({ text: `select ensure_month_partitions('2020-05-01', 1)` });
    const after = await partitionsOf(parent);
    expect(after.length).toBeGreaterThanOrEqual(before.length);
    const shapes = await Promise.all(after.map(shapeOf));
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  });

  it.each(['now()', `now() + interval '6 months'`, `'2020-05-05'`, `'2019-01-01'`])(
    'takes the new modes and kinds, and no others, in the partition of %s',
    async (at) => {
      const change = (column: string, value: string): Promise<unknown> =>
        db.query({
          text: `insert into deliveries (id, message_id, organization_id, content_id, recipient, queue_key, mode, kind, state, expires_at, created_at)
            select (left(uuid_floor(${at})::text, 24) || right(gen_random_uuid()::text, 12))::uuid, gen_random_uuid(), gen_random_uuid(),
              gen_random_uuid(), 'a@b.example', '', ${column === 'mode' ? '$1' : `'rewrite'`}, ${column === 'kind' ? '$1' : `'forward'`},
              'discarded', now(), now()`,
          params: [value],
        });
      for (const mode of ['rewrite', 'preserve', 'adaptive']) await change('mode', mode);
      for (const kind of ['forward', 'reply', 'notice', 'probe']) await change('kind', kind);
      await expect(change('mode', 'other')).rejects.toMatchObject({ code: '23514' });
      await expect(change('kind', 'other')).rejects.toMatchObject({ code: '23514' });
    },
  );
});
