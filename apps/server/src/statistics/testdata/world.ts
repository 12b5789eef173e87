import { createTestDatabase } from '@smtpy/testkit';
import { createOwner } from '../../../fixtures/index.ts';
import { connect, createSealer, migrate, newId, type Db } from '../../db/index.ts';
import { silentEvents, systemClock } from '../../observe/index.ts';
import { createQueue } from '../../queue/index.ts';

/** An organization with what numbers are kept of. */
export interface Tenant {
  readonly userId: string;
  readonly email: string;
  readonly organizationId: string;
  readonly domainId: string;
  readonly domain: string;
  /** Of local parts a0, a1, … */
  readonly aliasIds: readonly string[];
  readonly mailboxIds: readonly string[];
}

/** A database with two tenants and a queue, and with a second process whose only connection can be cut off. */
export async function openWorld() {
  const database = await createTestDatabase({
    migrate: async (url) => {
      const db = connectTo(url, 1);
      await migrate(db);
      await db.close();
    },
  });
  const [db, victim] = [connectTo(database.url, 6), connectTo(database.url, 1)];
  const parts = {
    sealer: createSealer(Buffer.alloc(32, 7)),
    clock: systemClock,
    events: silentEvents,
  };
  return {
    db,
    victim,
    queue: createQueue({ db, shard: 0, ...parts }),
    victimQueue: createQueue({ db: victim, shard: 1, ...parts }),
    tenant: await createTenant(db, 'one'),
    other: await createTenant(db, 'two'),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([db.close(), victim.close()]);
      await database.close();
    },
  };
}

/** See {@link openWorld}. */
export type World = Awaited<ReturnType<typeof openWorld>>;

function connectTo(url: string, maxConnections: number): Db {
  return connect({ url, applicationName: 'statistics test', maxConnections, events: silentEvents });
}

async function createTenant(db: Db, name: string): Promise<Tenant> {
  const { id: userId, email, organizationId } = await createOwner(db, name);
  const domainId = newId();
  const domain = `${name}.example`;
  await db.query({
    text: `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, $3, 'active', 'x')`,
    params: [domainId, organizationId, domain],
  });
  const aliasIds = Array.from({ length: 4 }, () => newId());
  const mailboxIds = Array.from({ length: 2 }, () => newId());
  await db.query({
    text: `insert into aliases (id, organization_id, domain_id, local_part)
      select id, $1, $2, 'a' || (n - 1) from unnest($3::uuid[]) with ordinality as x (id, n)`,
    params: [organizationId, domainId, aliasIds],
  });
  await db.query({
    text: `insert into mailboxes (id, organization_id, address, state)
      select id, $1, 'box' || (n - 1) || '@mailbox.example', 'confirmed' from unnest($2::uuid[]) with ordinality as x (id, n)`,
    params: [organizationId, mailboxIds],
  });
  return { userId, email, organizationId, domainId, domain, aliasIds, mailboxIds };
}
