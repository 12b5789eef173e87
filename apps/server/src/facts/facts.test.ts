import { event, eventTypeNames } from '@smtpy/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { silentEvents, systemClock as clock } from '../observe/index.ts';
import { createQueue, type NewDelivery, type NewMessage, type Queue } from '../queue/index.ts';
import { sampleAcceptance } from '../queue/testdata/acceptance.ts';
import { claimAll } from '../queue/testdata/database.ts';
import { findEvents, formatEvent, listEventsAfter, publicTypes, recordFact, type FactType } from './index.ts';

let database: OpenTestDatabase;
let queue: Queue;
let organizationId: string;
let strangers: string;
const first = '00000000-0000-0000-0000-000000000000';

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  queue = createQueue({
    db,
    clock,
    sealer: createSealer(Buffer.alloc(32, 7)),
    events: silentEvents,
    shard: 0,
  });
  ({ organizationId } = await createOwner(db, 'ours'));
  ({ organizationId: strangers } = await createOwner(db, 'theirs'));
});
afterAll(() => database[Symbol.asyncDispose]());

async function accept(deliveries: readonly Partial<NewDelivery>[], message: Partial<NewMessage> = {}) {
  const id = newId();
  const made = deliveries.map((one): NewDelivery => ({
    id: newId(),
    recipient: 'shop@forward.example',
    mode: 'rewrite',
    ...(one.discardReason === undefined && { destination: 'jane@mailbox.example' }),
    ...one,
  }));
  await queue.enqueue(sampleAcceptance({ message: { id, organizationId, deliveries: made, ...message } }));
  return { messageId: id, deliveries: made };
}

/** Everything that was told since an id, in the form of the contract, which is checked. */
async function toldSince(afterId: string, owner = organizationId) {
  const rows = await listEventsAfter(database.db, { organizationId: owner, afterId, limit: 100 });
  return rows.flatMap((row) => {
    const told = formatEvent(row);
    if (told === undefined) return [];
    expect(event.parse(told)).toEqual(told);
    return [told];
  });
}

const lastId = async (): Promise<string> => {
  const [row] = await database.db.query<{ readonly id: string }>({
    text: 'select id from events order by id desc limit 1',
  });
  return row?.id ?? first;
};

describe('an event of mail', () => {
  it('of an acceptance names the message and each delivery', async () => {
    const since = await lastId();
    const { messageId, deliveries } = await accept([{}, { discardReason: 'alias_disabled' }]);
    const [told, ...others] = await toldSince(since);
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      type: 'message.accepted',
      data: {
        message: { id: messageId, sender: 'ann@sender.example', subject: 'hello' },
        deliveries: [
          { id: deliveries[0]?.id, state: 'queued', reason: null, kind: 'forward', alias: null },
          { id: deliveries[1]?.id, state: 'discarded', reason: 'alias_disabled' },
        ],
      },
    });
  });

  it('of what an acceptance decided at once is told under the id of the delivery', async () => {
    const since = await lastId();
    const { deliveries } = await accept([{}, { discardReason: 'alias_disabled' }]);
    const [accepted] = await toldSince(since);
    const deliveryId = deliveries[1]?.id ?? '';
    const keys = [{ eventId: accepted?.id ?? '', deliveryId, toldAs: 'delivery.discarded' as const }];
    const [row] = await findEvents(database.db, organizationId, keys);
    const told = row && formatEvent(row);
    expect(event.parse(told)).toMatchObject({
      id: deliveryId,
      type: 'delivery.discarded',
      data: { delivery: { id: deliveryId, state: 'discarded' } },
    });
    expect(told?.data.attempt).toBeUndefined();
  });

  it('of an attempt has the words of the next hop, without the mailbox', async () => {
    const since = await lastId();
    await accept([{}]);
    const [delivery] = await queue.claim(claimAll('me'));
    if (delivery === undefined) throw new Error('nothing was claimed');
    const reply = { code: 550, enhanced: '5.1.1', text: 'no such user jane@mailbox.example here' };
    await queue.settle({
      delivery,
      owner: 'me',
      outcome: {
        kind: 'bounced',
        evidence: { host: 'mx.mailbox.example', stage: 'rcpt', reply, durationMs: 1 },
      },
    });
    const told = (await toldSince(since)).find(({ type }) => type === 'delivery.bounced');
    expect(told?.data).toMatchObject({
      delivery: { id: delivery.id, state: 'bounced' },
      attempt: { number: 1, host: 'mx.mailbox.example', next_attempt_at: null },
    });
    expect(told?.data.attempt?.reply).toMatch(/^550 5\.1\.1 no such user/);
    expect(JSON.stringify(told?.data.attempt)).not.toContain('jane@');
    expect(JSON.stringify(told?.data.delivery?.reason)).not.toContain('jane@');
  });

  it('has no more of sender and subject than the privacy level keeps', async () => {
    const since = await lastId();
    await accept([{}], { privacyLevel: 'none' });
    const [told] = await toldSince(since);
    expect(JSON.stringify(told)).not.toContain('ann@');
  });
});

describe('a fact', () => {
  const record = (type: FactType, data: object, aliasId?: string) =>
    database.db.transaction((tx) => recordFact(tx, { organizationId, type, aliasId, data: { ...data } }));

  it('of a domain, a mailbox and a limit has its own words', async () => {
    const since = await lastId();
    const [domainId, mailboxId, aliasId] = [newId(), newId(), newId()];
    await record('domain_degraded', { domainId, name: 'my.example', reason: 'The MX record is gone' });
    await record('mailbox_paused_by_hand', { mailboxId, address: 'jane@mailbox.example' });
    await record(
      'quota_reached',
      { quota: 'messages_per_alias', percent: 90, limit: 100, used: 91 },
      aliasId,
    );
    expect((await toldSince(since)).map(({ type, data }) => [type, data])).toEqual([
      ['domain.degraded', { domain: { id: domainId, name: 'my.example', reason: 'The MX record is gone' } }],
      ['mailbox.paused', { mailbox: { id: mailboxId, address: 'jane@mailbox.example', reason: null } }],
      [
        'quota.reached',
        { quota: { name: 'messages_per_alias', percent: 90, limit: 100, used: 91, alias_id: aliasId } },
      ],
    ]);
  });

  it('is told to nobody else', async () => {
    await record('domain_activated', { domainId: newId(), name: 'my.example' });
    expect(await toldSince(first, strangers)).toEqual([]);
    const eventId = await lastId();
    expect(await findEvents(database.db, strangers, [{ eventId }])).toEqual([]);
  });

  it('that is undone is no event', async () => {
    const since = await lastId();
    const undone = database.db.transaction(async (tx) => {
      await recordFact(tx, { organizationId, type: 'domain_activated', data: {} });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await toldSince(since)).toEqual([]);
  });
});

it('what is for the timeline alone is told to nobody', async () => {
  await database.db.query({
    text: `insert into events (id, at, organization_id, type, data) values ($1, now(), $2, 'owner_told', '{}')`,
    params: [newId(), organizationId],
  });
  const [row] = await findEvents(database.db, organizationId, [{ eventId: await lastId() }]);
  expect(row).toBeDefined();
  expect(row && formatEvent(row)).toBeUndefined();
});

it('every type but the test is one that something is told as', () => {
  expect([...new Set(Object.values(publicTypes)), 'webhook.test'].toSorted()).toEqual(
    eventTypeNames.toSorted(),
  );
});
