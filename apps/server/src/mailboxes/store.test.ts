import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { waitFor } from '@smtpy/testkit';
import { createSealer, newId, type Tx } from '../db/index.ts';
import { createDomains, directoryChannel, type Domains } from '../domains/index.ts';
import { systemClock } from '../observe/index.ts';
import { hasDeliveredSince } from '../queue/index.ts';
import {
  createMailboxes,
  createMailboxPauses,
  type HardFailureResult,
  type Mailbox,
  type Mailboxes,
  type MailboxPauses,
} from './index.ts';

let database: OpenTestDatabase;
let domains: Domains;
let mailboxes: Mailboxes;
let jane: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  domains = createDomains({ db: database.db, clock: systemClock, sealer: createSealer(randomBytes(32)) });
  mailboxes = createMailboxes({ db: database.db, clock: systemClock, domains });
  jane = (await createOwner(database.db, 'jane')).organizationId;
  john = (await createOwner(database.db, 'john')).organizationId;
});
afterAll(() => database[Symbol.asyncDispose]());

const add = (address: string, isTrusted = false, organizationId = jane) =>
  mailboxes.addMailbox({ organizationId, address, isTrusted });

describe('addMailbox', () => {
  it('keeps the local part as typed and finds it in any case', async () => {
    const added = await add(' Jane.Doe@Gmail.COM ');
    expect(added).toMatchObject({
      kind: 'added',
      mailbox: {
        address: { localPart: 'Jane.Doe', domain: 'gmail.com' },
        state: 'pending',
        confirmedAt: undefined,
      },
    });
    expect(await mailboxes.findMailbox(jane, 'jane.doe@gmail.com')).toEqual(
      added.kind === 'added' ? added.mailbox : undefined,
    );
    expect(await mailboxes.findMailbox(john, 'jane.doe@gmail.com')).toBeUndefined();
    expect(await mailboxes.findMailbox(jane, 'nonsense')).toBeUndefined();
  });

  it("confirms on the operator's word, also one that was pending", async () => {
    expect(await add('new@provider.example', true)).toMatchObject({
      kind: 'added',
      mailbox: { state: 'confirmed' },
    });
    expect(await add('later@provider.example')).toMatchObject({
      kind: 'added',
      mailbox: { state: 'pending' },
    });
    expect(await add('Later@provider.example')).toMatchObject({
      kind: 'already_added',
      mailbox: { state: 'pending' },
    });
    expect(await add('later@provider.example', true)).toMatchObject({
      kind: 'confirmed',
      mailbox: { state: 'confirmed' },
    });
    expect(await add('later@provider.example', true)).toMatchObject({ kind: 'already_added' });
  });

  it('adds an address once, in whatever cases it comes at once', async () => {
    const results = await Promise.all(
      ['race@provider.example', 'Race@provider.example', 'RACE@provider.example'].map((address) =>
        add(address),
      ),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual(['added', 'already_added', 'already_added']);
  });

  it('lets two organizations have the same address', async () => {
    expect(await add('shared@provider.example')).toMatchObject({ kind: 'added' });
    expect(await add('shared@provider.example', false, john)).toMatchObject({ kind: 'added' });
    expect((await mailboxes.listMailboxes(john)).map(({ address }) => address.localPart)).toEqual(['shared']);
  });

  it.each(['', 'jane', 'jane@[192.0.2.1]', '@provider.example', 'a b@provider.example'])(
    'refuses "%s"',
    async (address) => {
      expect(await add(address, true)).toMatchObject({ kind: 'invalid_address' });
    },
  );

  it('refuses a domain that we receive for, but not one that is merely pending', async () => {
    await domains.addDomain({ organizationId: john, name: 'received.example', isTrusted: true });
    expect(await add('jane@RECEIVED.example', true)).toMatchObject({ kind: 'own_domain' });
    await domains.addDomain({ organizationId: john, name: 'claimed.example', isTrusted: false });
    expect(await add('jane@claimed.example')).toMatchObject({ kind: 'added' });
  });
});

const minuteMs = 60_000;
const config = { mailboxPauseAfter: 10, mailboxPauseWindowMs: 60 * minuteMs, mailboxProbeAfterMs: minuteMs };

describe('pauses', () => {
  const resumed: string[] = [];
  const pauses: MailboxPauses = createMailboxPauses({
    config,
    hasDeliveredSince,
    resumeDeliveries: (_tx, mailboxId) => Promise.resolve(resumed.push(mailboxId)),
  });
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => database.db.transaction(work);
  let count = 0;
  const startMs = Date.now() - 30 * minuteMs;
  const minute = (number: number): Date => new Date(startMs + number * minuteMs);

  async function addMailbox(): Promise<Mailbox> {
    count += 1;
    const result = await add(`paused${String(count)}@provider.example`, true);
    if (result.kind !== 'added') throw new Error(result.kind);
    return result.mailbox;
  }

  const fail = (mailbox: Mailbox, at: Date, deliveryId = newId()): Promise<HardFailureResult> =>
    inTx((tx) =>
      pauses.recordHardFailure(tx, { mailboxId: mailbox.id, deliveryId, at, cause: 'unknown_recipient' }),
    );

  async function failTimes(mailbox: Mailbox, times: number, fromMinute = 0): Promise<readonly string[]> {
    const kinds: string[] = [];
    for (let index = 0; index < times; index += 1)
      kinds.push((await fail(mailbox, minute(fromMinute + index))).kind);
    return kinds;
  }

  /** A delivery of the mailbox that ended at an instant. */
  async function finish(mailbox: Mailbox, at: Date, { state = 'delivered', kind = 'forward' } = {}) {
    await database.db.query({
      text: `insert into deliveries (id, message_id, organization_id, content_id, mailbox_id, recipient, queue_key, kind, mode,
          state, expires_at, created_at, finished_at)
        values ($1, $2, $3, $2, $4, 'a@my.example', 'provider.example', $5, 'rewrite', $6, $7, $7, $7)`,
      params: [newId(at), newId(at), jane, mailbox.id, kind, state, at],
    });
  }

  it('begin with the tenth hard failure, not with the ninth, and are told to the directory', async () => {
    const mailbox = await addMailbox();
    const heard: string[] = [];
    await using _subscription = await database.db.listen(
      directoryChannel,
      (payload) => heard.push(payload),
      () => undefined,
    );
    expect(await failTimes(mailbox, 9)).toEqual(Array(9).fill('counted'));
    expect(await mailboxes.isPaused(mailbox.id)).toBe(false);
    expect(heard).toEqual([]);
    expect(await fail(mailbox, minute(10))).toMatchObject({
      kind: 'paused',
      failures: 10,
      mailbox: { id: mailbox.id, pausedAt: minute(10), pauseReason: 'unknown_recipient' },
    });
    expect(await fail(mailbox, minute(11))).toEqual({ kind: 'already_paused' });
    await waitFor(() => heard.includes(`organization ${jane}`), { what: 'the notification' });
  });

  it('count each delivery once', async () => {
    const mailbox = await addMailbox();
    await failTimes(mailbox, 8);
    const deliveryId = newId();
    await fail(mailbox, minute(9), deliveryId);
    expect(await fail(mailbox, minute(10), deliveryId)).toEqual({ kind: 'counted' });
    expect(await fail(mailbox, minute(11))).toMatchObject({ kind: 'paused' });
  });

  it('count anew after a delivered forward, and after nothing else', async () => {
    const mailbox = await addMailbox();
    await failTimes(mailbox, 5);
    await finish(mailbox, minute(6));
    expect(await failTimes(mailbox, 9, 7)).toEqual(Array(9).fill('counted'));
    await finish(mailbox, minute(17), { state: 'bounced' });
    await finish(mailbox, minute(17), { kind: 'notice' });
    expect(await fail(mailbox, minute(18))).toMatchObject({ kind: 'paused' });
  });

  it('forget what lies outside the window', async () => {
    const mailbox = await addMailbox();
    await failTimes(mailbox, 9, -60);
    expect(await fail(mailbox, minute(1))).toEqual({ kind: 'counted' });
    expect(await failTimes(mailbox, 8, 2)).toEqual(Array(8).fill('counted'));
    expect(await fail(mailbox, minute(10))).toMatchObject({ kind: 'paused' });
  });

  it('come once when the last failures come at once', async () => {
    const mailbox = await addMailbox();
    await failTimes(mailbox, 8);
    const kinds = await Promise.all([9, 10, 11].map(async (at) => (await fail(mailbox, minute(at))).kind));
    expect(kinds.sort()).toEqual(['already_paused', 'counted', 'paused']);
  });

  it('know nothing of a mailbox that is gone', async () => {
    const gone = { ...(await addMailbox()), id: newId() };
    expect(await fail(gone, minute(1))).toEqual({ kind: 'unknown_mailbox' });
    expect(await mailboxes.isPaused(gone.id)).toBe(false);
  });

  it('end as if nothing had been', async () => {
    const mailbox = await addMailbox();
    await failTimes(mailbox, 10);
    expect(await mailboxes.isPaused(mailbox.id)).toBe(true);
    resumed.length = 0;
    expect(await inTx((tx) => pauses.resume(tx, mailbox.id))).toMatchObject({
      resumed: 1,
      mailbox: { pausedAt: undefined, pauseReason: undefined },
    });
    expect(resumed).toEqual([mailbox.id]);
    expect(await mailboxes.isPaused(mailbox.id)).toBe(false);
    expect(await inTx((tx) => pauses.resume(tx, mailbox.id))).toBeUndefined();
    expect(await failTimes(mailbox, 9, 11)).toEqual(Array(9).fill('counted'));
  });

  it('are probed when it is time, one probe at a time, later each time', async () => {
    await database.db.query({ text: 'update mailboxes set paused_at = null, probe_at = null' });
    const mailbox = await addMailbox();
    await inTx((tx) =>
      pauses.pause(tx, { mailboxId: mailbox.id, reason: 'unknown_recipient', at: minute(0) }),
    );
    const take = () => inTx((tx) => pauses.takeDueProbe(tx));
    const dueInMinutes = async () => {
      const [row] = await database.db.query<{ readonly minutes: number }>({
        text: `select round(extract(epoch from probe_at - now()) / 60)::int as minutes from mailboxes where id = $1`,
        params: [mailbox.id],
      });
      return row?.minutes;
    };
    const makeDue = () =>
      database.db.query({
        text: 'update mailboxes set probe_at = now() where id = $1',
        params: [mailbox.id],
      });
    expect([await take(), await dueInMinutes()]).toEqual([undefined, 1]);
    for (const laterMinutes of [6 * 60, 24 * 60, 24 * 60]) {
      await makeDue();
      expect(await take()).toMatchObject({ id: mailbox.id });
      expect([await take(), await dueInMinutes()]).toEqual([undefined, 6 * 24 * 60]);
      await inTx((tx) => pauses.probeFailed(tx, mailbox.id));
      expect(await dueInMinutes()).toBe(laterMinutes);
    }
  });
});

describe('setDelayNotice', () => {
  it('is off until it is switched on', async () => {
    const result = await add('late@provider.example', true);
    if (result.kind !== 'added') throw new Error(result.kind);
    const { id: mailboxId, wantsDelayNotice } = result.mailbox;
    expect(wantsDelayNotice).toBe(false);
    expect(await mailboxes.setDelayNotice({ mailboxId, wantsDelayNotice: true })).toMatchObject({
      wantsDelayNotice: true,
    });
    expect(await mailboxes.findEverywhere('LATE@provider.example')).toMatchObject([
      { id: mailboxId, wantsDelayNotice: true },
    ]);
  });
});
