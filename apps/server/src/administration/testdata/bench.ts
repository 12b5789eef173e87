import { randomUUID } from 'node:crypto';
import { createOwner, openTestDatabase } from '../../../fixtures/index.ts';
import { createAccounts, type User } from '../../accounts/index.ts';
import type { Actor } from '../../api/index.ts';
import { createAudit, type AuditEntry } from '../../audit/index.ts';
import { endSessions } from '../../authentication/index.ts';
import { createSealer, newId, type Db } from '../../db/index.ts';
import { createErasure } from '../../erasure/index.ts';
import { createInstallation, type Installation } from '../../installation/index.ts';
import { silentEvents, systemClock as clock } from '../../observe/index.ts';
import { createQueue, type Queue } from '../../queue/index.ts';
import { createAdministration, type Administration } from '../index.ts';

/** Administration on a database of a test file's own. */
export interface AdministrationBench extends AsyncDisposable {
  readonly db: Db;
  readonly administration: Administration;
  readonly installation: Installation;
  readonly audit: ReturnType<typeof createAudit>;
  readonly queue: Queue;
  /** To whom a link to a password was sent. */
  readonly links: string[];
  /** A user of this name, who may be an administrator. */
  makeUser(name: string, role?: 'user' | 'admin'): Promise<User>;
  makeSession(userId: string): Promise<void>;
  /** Entries of the log about this thing, oldest first. */
  entriesAbout(subjectId: string): Promise<readonly AuditEntry[]>;
}

/** Opens it. */
export async function openAdministration(): Promise<AdministrationBench> {
  const database = await openTestDatabase();
  const { db } = database;
  const audit = createAudit({ db, clock });
  const installation = createInstallation({ db, mode: 'production' });
  const sealer = createSealer(Buffer.alloc(32, 7));
  const queue = createQueue({ db, sealer, clock, events: silentEvents, shard: 0 });
  const links: string[] = [];
  const administration = createAdministration({
    db,
    audit,
    installation,
    queue,
    accounts: createAccounts({ db, clock, audit }),
    authentication: {
      endSessions: ({ userId }, actor) =>
        endSessions({ db, audit }, { userId, ended: { kind: 'all' }, actor }),
      requestPasswordReset: ({ email }) => {
        links.push(email);
        return Promise.resolve();
      },
    },
    erasure: createErasure({
      db,
      clock,
      audit,
      queue,
      publicUrl: 'https://mail.example',
      serviceMail: { send: () => Promise.resolve() },
    }),
  });
  return {
    db,
    administration,
    installation,
    audit,
    queue,
    links,
    makeUser: async (name, role = 'user') => {
      const user = await createOwner(db, name);
      await db.query({ text: `update auth."user" set role = $2 where id = $1`, params: [user.id, role] });
      return user;
    },
    makeSession: async (userId) => {
      await db.query({
        text: `insert into auth.session (id, "expiresAt", token, "userId") values ($1, now() + interval '1 day', $2, $3)`,
        params: [newId(), randomUUID(), userId],
      });
    },
    entriesAbout: async (subjectId) => {
      const scope = { kind: 'installation' } as const;
      return (await audit.list({ scope, filter: { subjectId }, limit: 100 })).toReversed();
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** The command line. */
export const operator: Actor = { kind: 'operator' };

/** A signed-in person. */
export function actorOf(user: User): Actor {
  return { kind: 'user', userId: user.id, label: user.email, ip: '192.0.2.1' };
}
