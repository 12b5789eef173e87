import { randomBytes } from 'node:crypto';
import { createManualClock } from '@smtpy/testkit';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer } from '../db/index.ts';
import { createDomains } from '../domains/index.ts';
import { createMailboxes, type Mailbox, type Mailboxes } from '../mailboxes/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createQueue, type HoldReason, type Queue } from '../queue/index.ts';
import { sampleAcceptance } from '../queue/testdata/acceptance.ts';
import { createMailboxKeys, type MailboxKeys, type SaveKey } from './index.ts';

let database: OpenTestDatabase;
let mailboxes: Mailboxes;
let queue: Queue;
let keys: MailboxKeys;
let jane: string;
let john: string;
let armor: string;
let otherArmor: string;
const clock = createManualClock(new Date());

const makeKey = async (email: string) =>
  (
    await generateKey({
      userIDs: [{ email }],
      date: new Date(clock.now().getTime() - 60_000),
      format: 'armored',
    })
  ).publicKey;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const sealer = createSealer(randomBytes(32));
  mailboxes = createMailboxes({ db, clock: systemClock, domains: createDomains({ db, clock, sealer }) });
  queue = createQueue({ db, sealer, clock: systemClock, events: silentEvents, shard: 0 });
  keys = createMailboxKeys({ db, clock, queue });
  jane = (await createOwner(db, 'jane')).organizationId;
  john = (await createOwner(db, 'john')).organizationId;
  [armor, otherArmor] = await Promise.all([makeKey('jane@mailbox.example'), makeKey('x@other.example')]);
});
afterAll(() => database[Symbol.asyncDispose]());

let count = 0;
async function addMailbox(localPart = `jane${String((count += 1))}`): Promise<Mailbox> {
  const address = `${localPart}@mailbox.example`;
  const result = await mailboxes.addMailbox({ organizationId: jane, address, isTrusted: true });
  if (result.kind !== 'added') throw new Error(result.kind);
  return result.mailbox;
}

const save = ({ id, organizationId, address }: Mailbox, changes: Partial<SaveKey> = {}) =>
  keys.save({
    mailboxId: id,
    organizationId,
    address,
    armor,
    source: 'pasted',
    hidesSubject: false,
    ...changes,
  });

const referenceOf = ({ id, organizationId }: Mailbox) => ({ mailboxId: id, organizationId });

/** Queues a held delivery and gives its id. */
async function hold(mailbox: Mailbox, holdReason: HoldReason): Promise<string> {
  const acceptance = sampleAcceptance({ delivery: { mailboxId: mailbox.id, holdReason } });
  const [message] = acceptance.messages;
  const deliveryId = message?.deliveries[0]?.id ?? '';
  const messages = message === undefined ? [] : [{ ...message, organizationId: jane }];
  await queue.enqueue({ ...acceptance, messages });
  return deliveryId;
}

async function stateOf(deliveryId: string): Promise<string> {
  const shown = await queue.show(deliveryId);
  return shown.kind === 'found' ? shown.delivery.state : shown.kind;
}

describe('a key', () => {
  it('is saved, found, and replaced', async () => {
    const mailbox = await addMailbox('jane');
    const saved = await save(mailbox);
    expect(saved).toMatchObject({ kind: 'saved', warning: undefined, released: 0 });
    const first = await keys.find(referenceOf(mailbox));
    expect(first).toMatchObject({ source: 'pasted', hidesSubject: false, expiresAt: undefined });
    expect(first?.publicKey).toContain('BEGIN PGP PUBLIC KEY BLOCK');
    await save(mailbox, { armor: otherArmor, source: 'wkd', hidesSubject: true });
    const second = await keys.find(referenceOf(mailbox));
    expect(second).toMatchObject({ source: 'wkd', hidesSubject: true });
    expect(second?.fingerprint).not.toBe(first?.fingerprint);
  });

  it('is warned of when it names other addresses', async () => {
    const result = await save(await addMailbox(), { armor: otherArmor });
    expect(result).toMatchObject({
      kind: 'saved',
      warning: expect.stringContaining('does not name') as string,
    });
  });

  it('that cannot be used changes nothing', async () => {
    const mailbox = await addMailbox();
    await save(mailbox);
    expect(await save(mailbox, { armor: 'nonsense' })).toMatchObject({
      kind: 'refused',
      problem: 'unreadable',
    });
    expect((await keys.find(referenceOf(mailbox)))?.publicKey).toContain('BEGIN PGP');
  });

  it('is the business of its organization alone', async () => {
    const mailbox = await addMailbox();
    const foreign = { ...mailbox, organizationId: john };
    expect(await save(foreign)).toEqual({ kind: 'unknown_mailbox' });
    await save(mailbox);
    expect(await keys.find(referenceOf(foreign))).toBeUndefined();
    expect(await keys.remove(referenceOf(foreign))).toBe(false);
    expect((await keys.load(mailbox.id))?.mailboxId).toBe(mailbox.id);
  });
});

describe('for attempts', () => {
  it('a new key counts after a second, and a removed one is gone at once', async () => {
    const mailbox = await addMailbox();
    expect(await keys.load(mailbox.id)).toBeUndefined();
    await save(mailbox);
    clock.advance(1_000);
    expect((await keys.load(mailbox.id))?.mailboxId).toBe(mailbox.id);
    expect(await keys.remove(referenceOf(mailbox))).toBe(true);
    expect(await keys.load(mailbox.id)).toBeUndefined();
  });
});

describe('what is held for want of a key', () => {
  it('is due with the new one, and nothing else is', async () => {
    const [mailbox, other] = [await addMailbox(), await addMailbox()];
    const waiting = [await hold(mailbox, 'not_encrypted'), await hold(mailbox, 'not_encrypted')];
    const held = [await hold(mailbox, 'spam'), await hold(other, 'not_encrypted')];
    expect(await save(mailbox)).toMatchObject({ kind: 'saved', released: 2 });
    expect(await Promise.all(waiting.map(stateOf))).toEqual(['queued', 'queued']);
    expect(await Promise.all(held.map(stateOf))).toEqual(['held', 'held']);
    expect(await keys.releaseWaiting(referenceOf(mailbox))).toBe(0);
  });
});
