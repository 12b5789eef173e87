import { parseDomainName } from '@smtpy/mail';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer } from '../db/index.ts';
import { createDomains } from '../domains/index.ts';
import { paragraph } from '../followups/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createQueue } from '../queue/index.ts';
import { createServiceMail } from './index.ts';

let database: OpenTestDatabase;
let organizationId: string;
let serviceDomain: string | null = null;

beforeAll(async () => {
  database = await openTestDatabase();
  organizationId = (await createOwner(database.db, 'jane')).organizationId;
});
afterAll(() => database[Symbol.asyncDispose]());

function create() {
  const { db } = database;
  const clock = systemClock;
  const sealer = createSealer(Buffer.alloc(32, 7));
  const domains = createDomains({ db, clock, sealer });
  const queue = createQueue({ db, clock, sealer, events: silentEvents, shard: 0, delayNoticeAfterMs: 1 });
  const mail = createServiceMail({
    db,
    clock,
    sealer,
    queue,
    domains,
    hostname: 'mail.service.test',
    installation: { load: () => Promise.resolve({ serviceDomain }) },
  });
  return { mail, domains };
}

const letter = { subject: 'Confirm your address', blocks: [paragraph('Follow the link.')] };

async function send() {
  const { mail } = create();
  await database.db.transaction((tx) =>
    mail.send(tx, { headerTo: 'jane@example.com', organizationId, letter }),
  );
  const [row] = await database.db.query<{ sent_as: string; destination: string }>({
    text: 'select sent_as, destination from deliveries order by id desc limit 1',
  });
  return row;
}

function name(text: string) {
  const parsed = parseDomainName(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

it('sends as the host name, with a key that is made once', async () => {
  expect(await create().mail.loadSigningKey(name('mail.service.test'))).toBeUndefined();
  expect(await create().mail.findSigningRecord()).toBeUndefined();
  expect(await send()).toMatchObject({
    sent_as: 'mailer-daemon@mail.service.test',
    destination: 'jane@example.com',
  });
  const { mail } = create();
  const first = await mail.findSigningRecord();
  await send();
  expect(first).toMatchObject({ name: 'smtpy._domainkey.mail.service.test' });
  expect(await create().mail.findSigningRecord()).toEqual(first);
  expect(await create().mail.loadSigningKey(name('mail.service.test'))).toMatchObject({ selector: 'smtpy' });
  expect(await mail.loadSigningKey(name('other.test'))).toBeUndefined();
});

it('sends as the domain that the operator chose, once it is received for', async () => {
  serviceDomain = 'chosen.test';
  expect(await send()).toMatchObject({ sent_as: 'mailer-daemon@mail.service.test' });
  const added = await create().domains.addDomain({ organizationId, name: 'chosen.test', isTrusted: true });
  expect(added.kind).toBe('added');
  expect(await send()).toMatchObject({ sent_as: 'mailer-daemon@chosen.test' });
  serviceDomain = null;
});

it('sends nothing when the transaction is undone', async () => {
  const before = await database.db.query({ text: 'select 1 from deliveries' });
  const failing = database.db.transaction(async (tx) => {
    await create().mail.send(tx, { headerTo: 'jane@example.com', organizationId, letter });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await database.db.query({ text: 'select 1 from deliveries' })).toHaveLength(before.length);
});
