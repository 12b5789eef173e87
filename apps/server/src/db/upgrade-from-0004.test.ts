import { createTestDatabase, type TestDatabase } from '@smtpy/testkit';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentEvents } from '../observe/index.ts';
import { connect, ensureMonthPartitions, migrate, newId, type Db } from './index.ts';
import { applyMigrations } from './migrate.ts';

let database: TestDatabase;
let db: Db;

const organizationId = newId();
const trusted = newId();
const proven = newId();
const aliasId = newId();
const mailboxIds = [newId(), newId(), newId()];

/** A database with accounts and mail, and nothing of what came after them, brought up to date. */
beforeAll(async () => {
  database = await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' });
  db = connect({ url: database.url, applicationName: 'tested', maxConnections: 2, events: silentEvents });
  const folder = await mkdtemp(join(tmpdir(), 'smtpy-migrations-'));
  const source = join(import.meta.dirname, 'migrations');
  const names = (await readdir(source)).filter((name) => name < '0005');
  for (const name of names) await cp(join(source, name), join(folder, name));
  await applyMigrations(db, folder);
  await rm(folder, { recursive: true });
  await ensureMonthPartitions(db);
  await insertRows();
  await migrate(db);
});

afterAll(async () => {
  await db.close();
  await database.close();
});

async function insertRows(): Promise<void> {
  const insert = (text: string, params: readonly unknown[]) => db.query({ text, params });
  await insert(`insert into auth.organization (id, name, slug) values ($1, 'one', 'one')`, [organizationId]);
  await insert(
    `insert into domains (id, organization_id, name, state, verification_token, created_at, activated_at)
     values ($1, $3, 'trusted.example', 'active', 'x', '2026-01-01', '2026-01-01'),
       ($2, $3, 'proven.example', 'active', 'x', '2026-01-01', '2026-01-01T00:00:01Z')`,
    [trusted, proven, organizationId],
  );
  await insert(
    `insert into mailboxes (id, organization_id, address, state)
     select m.id, $1, 'box' || m.n || '@mailbox.example', case when m.n = 1 then 'pending' else 'confirmed' end
     from unnest($2::uuid[]) with ordinality as m (id, n)`,
    [organizationId, mailboxIds],
  );
  await insert(
    `insert into aliases (id, organization_id, domain_id, local_part, deleted_at) values
       ($1, $3, $4, 'shop', null), ($2, $3, $4, 'old', now())`,
    [aliasId, newId(), organizationId, proven],
  );
  await insert(
    `insert into contacts (id, organization_id, alias_id, domain_id, address, reply_local_part)
     values ($1, $2, $3, $4, 'ann@sender.example', 'ann.abc')`,
    [newId(), organizationId, aliasId, proven],
  );
  await insert(`insert into alias_counters (alias_id, shard, accepted, delivered) values ($1, 0, 2, 2)`, [
    aliasId,
  ]);
  for (const kind of ['forward', 'reply']) {
    await insert(
      `with m as (
         insert into messages (id, organization_id, content_id, received_at, mail_from, rcpt_to, size_bytes, smtputf8, connection, authentication)
         values ($1, $2, $1, now(), 'ann@sender.example', '{shop@proven.example}', 10, false, '{}', '{}') returning *
       ), d as (
         insert into deliveries (id, message_id, organization_id, content_id, alias_id, recipient, destination, queue_key, mode, kind, state,
           expires_at, created_at, finished_at)
         select $3, id, organization_id, id, $4, 'shop@proven.example', 'x@mailbox.example', 'mailbox.example', 'rewrite', $5, 'delivered',
           now(), now(), now() from m returning *
       )
       insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
       select $6, now(), organization_id, message_id, id, alias_id, 'delivered', '{}' from d`,
      [newId(), organizationId, newId(), aliasId, kind, newId()],
    );
  }
}

describe('a database of the release before resources', () => {
  it('keeps the word of the operator: what was active from the beginning is trusted', async () => {
    expect(await db.query({ text: 'select name, is_trusted from domains order by name' })).toEqual([
      { name: 'proven.example', is_trusted: false },
      { name: 'trusted.example', is_trusted: true },
    ]);
  });

  it('has addresses and activity of all aliases', async () => {
    const rows = await db.query({
      text: 'select a.address, t.is_used from aliases a join alias_activity t on t.alias_id = a.id order by a.address',
    });
    expect(rows).toEqual([
      { address: 'old@proven.example', is_used: false },
      { address: 'shop@proven.example', is_used: false },
    ]);
  });

  it('has one default mailbox, the first that is confirmed', async () => {
    const rows = await db.query({ text: 'select id from mailboxes where is_default' });
    expect(rows).toEqual([{ id: mailboxIds[1] }]);
  });

  it('tells forwards and replies apart in what was counted', async () => {
    expect(await db.query({ text: 'select delivered::int, replied::int from alias_counters' })).toEqual([
      { delivered: 2, replied: 1 },
    ]);
  });

  it('asks for its statistics to be counted', async () => {
    expect(await db.query({ text: 'select counted_from from statistics_backlog' })).toEqual([
      { counted_from: null },
    ]);
  });
});
