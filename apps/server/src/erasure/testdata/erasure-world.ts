import { randomBytes } from 'node:crypto';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { createAudit, type Audit } from '../../audit/index.ts';
import { createSealer, newId, type Db } from '../../db/index.ts';
import { silentEvents, type Clock } from '../../observe/index.ts';
import { createQueue, type Acceptance, type NewDelivery, type Queue } from '../../queue/index.ts';
import { createErasure, type Erasure } from '../index.ts';

/** A mail that was sent to a person. */
export interface SentLetter {
  readonly headerTo: string;
  readonly subject: string;
}

/** A database with erasure on it, and a clock that is moved by hand. */
export interface ErasureWorld extends AsyncDisposable {
  readonly db: Db;
  readonly queue: Queue;
  readonly audit: Audit;
  readonly erasure: Erasure;
  readonly letters: SentLetter[];
  /** Sets the clock ahead. */
  passDays(days: number): void;
  addPerson(name: string): Promise<Person>;
  addMember(organizationId: string, person: Person, role: string): Promise<void>;
  addOrganization(name: string, owner: Person): Promise<string>;
  count(table: string): Promise<number>;
}

/** Someone with a personal organization. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly organizationId: string;
}

/** Opens a world of its own. */
export async function openErasureWorld(): Promise<ErasureWorld> {
  const database: OpenTestDatabase = await openTestDatabase();
  const { db } = database;
  let ahead = 0;
  const clock: Clock = { now: () => new Date(Date.now() + ahead) };
  const sealer = createSealer(randomBytes(32));
  const queue = createQueue({ db, sealer, clock, events: silentEvents, shard: 0 });
  const audit = createAudit({ db, clock });
  const letters: SentLetter[] = [];
  const serviceMail = {
    send: (_tx: unknown, { headerTo, letter }: { headerTo: string; letter: { subject: string } }) => {
      letters.push({ headerTo, subject: letter.subject });
      return Promise.resolve('id');
    },
  };
  const publicUrl = 'https://smtpy.example';
  return {
    db,
    queue,
    audit,
    letters,
    erasure: createErasure({ db, clock, queue, audit, serviceMail, publicUrl }),
    passDays: (days) => {
      ahead += days * 24 * 60 * 60 * 1000;
    },
    addPerson: (name) => createOwner(db, name),
    addMember: async (organizationId, person, role) => {
      await db.query({
        text: 'insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, $4)',
        params: [newId(), organizationId, person.id, role],
      });
    },
    addOrganization: async (name, owner) => {
      const id = newId();
      await db.query({
        text: 'insert into auth.organization (id, name, slug) values ($1, $2, $3)',
        params: [id, name, id],
      });
      await db.query({
        text: `insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, 'owner')`,
        params: [newId(), id, owner.id],
      });
      return id;
    },
    count: async (table) => {
      const [row] = await db.query<{ readonly rows: number }>({
        text: `select count(*)::int as rows from ${table}`,
      });
      return row?.rows ?? 0;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** A message for one organization, with one delivery. */
export function messageFor(
  organizationId: string,
  delivery: Partial<NewDelivery> = {},
  content = newContent(),
): Acceptance {
  return {
    content,
    messages: [
      {
        id: newId(),
        organizationId,
        receivedAt: new Date(),
        mailFrom: 'ann@sender.example',
        rcptTo: ['shop@my.example'],
        headerFrom: 'ann@sender.example',
        subject: 'hello',
        messageIdHeader: '<1@sender.example>',
        isSmtpUtf8: false,
        noReportReason: undefined,
        connection: { ip: '192.0.2.1', helo: 'mx.sender.example', receivedBy: 'mx.my.example' },
        authentication: {
          spf: { result: 'pass' },
          dkim: [],
          dmarc: { result: 'none' },
          arc: { result: 'none' },
        },
        deliveries: [
          {
            id: newId(),
            recipient: 'shop@my.example',
            destination: 'real@mailbox.example',
            mode: 'rewrite',
            aliasId: newId(),
            ...delivery,
          },
        ],
      },
    ],
  };
}

/** Octets that no other message has. */
export function newContent(): Acceptance['content'] {
  const data = Buffer.concat([Buffer.from('Subject: hello\r\n\r\n'), randomBytes(500)]);
  return {
    id: newId(),
    sizeBytes: data.length,
    headerBytes: 18,
    bodyHash: randomBytes(32),
    traceHeader: Buffer.alloc(0),
    data,
    chunkCount: 0,
  };
}
