import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { publicTypes, recordFact, type FactType } from '../facts/index.ts';
import { claimAll, evidence } from '../queue/testdata/database.ts';
import { claimDeliveries, markHealth } from './claim-store.ts';
import { deleteOldDeliveries } from './delivery-store.ts';
import { openWebhookWorld, type WebhookWorld } from './testdata/world.ts';

let world: WebhookWorld;
let organizationId: string;
let strangers: string;

beforeAll(async () => {
  world = await openWebhookWorld();
  organizationId = await world.addOrganization('ours');
  strangers = await world.addOrganization('theirs');
});
afterAll(() => world[Symbol.asyncDispose]());

async function typesOf(webhookId: string): Promise<readonly string[]> {
  return (await world.rowsOf(webhookId)).map(({ event_type: type }) => type).toSorted();
}

const fact = (type: FactType, data: object = {}, aliasId?: string) =>
  world.db.transaction((tx) => recordFact(tx, { organizationId, type, aliasId, data: { ...data } }));

describe('a fact', () => {
  it('is queued for each webhook of its organization, and of no other', async () => {
    const [one, two] = [await world.addWebhook(organizationId), await world.addWebhook(organizationId)];
    const foreign = await world.addWebhook(strangers);
    await world.accept(organizationId);
    for (const { webhook } of [one, two]) expect(await typesOf(webhook.id)).toEqual(['message.accepted']);
    expect(await typesOf(foreign.webhook.id)).toEqual([]);
    await removeAll();
  });

  it('that is undone is queued for nobody', async () => {
    const { webhook } = await world.addWebhook(organizationId);
    await expect(
      world.db.transaction(async (tx) => {
        await recordFact(tx, { organizationId, type: 'domain_activated', data: { domainId: newId() } });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await typesOf(webhook.id)).toEqual([]);
    await removeAll();
  });

  it('comes for every final state of a delivery', async () => {
    const { webhook } = await world.addWebhook(organizationId);
    await world.accept(organizationId, [{}, {}, {}, {}]);
    const deliveries = await world.queue.claim(claimAll('me'));
    const outcomes = [
      { kind: 'delivered', evidence: evidence(250, 'ok') },
      { kind: 'bounced', evidence: evidence(550, 'no') },
      { kind: 'deferred', evidence: evidence(451, 'later') },
    ] as const;
    for (const [index, outcome] of outcomes.entries()) {
      const delivery = deliveries[index];
      if (delivery === undefined) throw new Error('too few deliveries');
      await world.queue.settle({ delivery, owner: 'me', outcome });
    }
    const [last] = deliveries.slice(3);
    await world.queue.releaseLeases('me');
    await world.queue.cancel({ deliveryId: last?.id ?? '', organizationId, by: 'owner' });
    expect(await typesOf(webhook.id)).toEqual([
      'delivery.bounced',
      'delivery.cancelled',
      'delivery.deferred',
      'delivery.delivered',
      'message.accepted',
    ]);
    await removeAll();
  });

  it('of an acceptance that decided at once is told for each delivery, under the id of the delivery', async () => {
    const { webhook } = await world.addWebhook(organizationId);
    const [discarded, held] = [newId(), newId()];
    await world.accept(organizationId, [
      {},
      { id: discarded, discardReason: 'alias_disabled' },
      { id: held, holdReason: 'spam' },
    ]);
    const rows = await world.rowsOf(webhook.id);
    expect(rows.find(({ event_type: type }) => type === 'delivery.discarded')?.told_id).toBe(discarded);
    expect(rows.find(({ event_type: type }) => type === 'delivery.held')?.told_id).toBe(held);
    expect(rows).toHaveLength(3);
    await removeAll();
  });

  it('is not queued while the webhook is paused, or once it is gone', async () => {
    const { webhook } = await world.addWebhook(organizationId);
    const reference = { organizationId, webhookId: webhook.id, actor: world.operator };
    await world.webhooks.change({ ...reference, change: { isEnabled: false } });
    await world.accept(organizationId);
    expect(await typesOf(webhook.id)).toEqual([]);
    await world.webhooks.change({ ...reference, change: { isEnabled: true } });
    await world.accept(organizationId);
    expect(await typesOf(webhook.id)).toEqual(['message.accepted']);
    await world.webhooks.remove(reference);
    await world.accept(organizationId);
    expect(await typesOf(webhook.id)).toEqual([]);
    await removeAll();
  });

  it('waits for nobody who changes or deletes the webhook, and does not fail with it', async () => {
    const { webhook } = await world.addWebhook(organizationId);
    await world.db.transaction(async (tx) => {
      await tx.query({ text: 'delete from webhooks where id = $1', params: [webhook.id] });
      await world.accept(organizationId);
    });
    await removeAll();
  });
});

describe('a webhook', () => {
  it('is told of the types that it names alone', async () => {
    const { webhook } = await world.addWebhook(organizationId, {
      eventTypes: ['domain.activated', 'quota.reached', 'delivery.discarded'],
    });
    await world.accept(organizationId, [{}, { discardReason: 'alias_disabled' }]);
    await fact('domain_activated', { domainId: newId() });
    await fact('mailbox_confirmed', { mailboxId: newId() });
    await fact('quota_reached', { quota: 'organization', percent: 80 });
    expect(await typesOf(webhook.id)).toEqual(['delivery.discarded', 'domain.activated', 'quota.reached']);
    await removeAll();
  });

  it('is told of what is about the aliases and domains that it names alone', async () => {
    const ours = await world.addAlias(organizationId, 'chosen');
    const other = await world.addAlias(organizationId, 'other');
    const byAlias = await world.addWebhook(organizationId, { aliasIds: [ours.aliasId] });
    const byDomain = await world.addWebhook(organizationId, { domainIds: [ours.domainId] });
    await world.accept(organizationId, [
      { aliasId: ours.aliasId },
      { aliasId: other.aliasId, holdReason: 'spam' },
    ]);
    await world.accept(organizationId, [{ aliasId: other.aliasId }]);
    for (const delivery of await world.queue.claim(claimAll('me')))
      await world.queue.settle({
        delivery,
        owner: 'me',
        outcome: { kind: 'delivered', evidence: evidence(250, 'ok') },
      });
    await fact('domain_degraded', { domainId: ours.domainId });
    await fact('domain_degraded', { domainId: other.domainId });
    await fact('mailbox_confirmed', { mailboxId: newId() });
    await fact('quota_reached', { quota: 'alias' }, ours.aliasId);
    await fact('quota_reached', { quota: 'organization' });
    expect(await typesOf(byAlias.webhook.id)).toEqual([
      'delivery.delivered',
      'message.accepted',
      'quota.reached',
    ]);
    expect(await typesOf(byDomain.webhook.id)).toEqual([
      'delivery.delivered',
      'domain.degraded',
      'message.accepted',
      'quota.reached',
    ]);
    await removeAll();
  });
});

it('the types of the trigger are those of the program', async () => {
  const rows = await world.db.query<{ readonly type: string; readonly told: string | null }>({
    text: 'select t.type, told_event_type(t.type) as told from unnest($1::text[]) as t (type)',
    params: [[...Object.keys(publicTypes), 'owner_told', 'reported']],
  });
  const told = Object.fromEntries(rows.flatMap(({ type, told: as }) => (as === null ? [] : [[type, as]])));
  expect(told).toEqual(publicTypes);
});

it('what cannot be queued stops no mail', async () => {
  const { webhook } = await world.addWebhook(organizationId);
  const refuse = `add constraint refused check (event_type <> 'message.accepted') not valid`;
  await world.db.query({ text: `alter table webhook_deliveries ${refuse}` });
  const messageId = await world.accept(organizationId);
  await world.db.query({ text: 'alter table webhook_deliveries drop constraint refused' });
  expect(await typesOf(webhook.id)).toEqual([]);
  const rows = await world.db.query({
    text: 'select type from events where message_id = $1',
    params: [messageId],
  });
  expect(rows).toEqual([{ type: 'accepted' }]);
  await removeAll();
});

it('a webhook is deleted while an attempt of it is settled, and neither waits for the other', async () => {
  const { webhook } = await world.addWebhook(organizationId);
  for (let count = 0; count < 2; count += 1) await world.accept(organizationId);
  const reference = { organizationId, webhookId: webhook.id };
  await world.db.transaction(async (tx) => {
    await tx.query({
      text: `update webhook_deliveries set state = 'sending' where id = (select id from webhook_deliveries where webhook_id = $1 limit 1)`,
      params: [webhook.id],
    });
    expect(await world.webhooks.remove({ ...reference, actor: world.operator })).toBe(true);
    await markHealth(tx, { webhookId: webhook.id, isHealthy: false });
  });
  expect(await typesOf(webhook.id)).toHaveLength(1);
  await removeAll();
});

it('what waits for a paused webhook stays as it is, and is shown without a time', async () => {
  const { webhook } = await world.addWebhook(organizationId);
  await world.accept(organizationId);
  const reference = { organizationId, webhookId: webhook.id };
  const written = () =>
    world.db.query({
      text: 'select xmin::text from webhook_deliveries where webhook_id = $1',
      params: [webhook.id],
    });
  const timeShown = async () => (await world.sent.list({ ...reference, limit: 10 }))?.[0]?.nextAttemptAt;
  const before = await written();
  const setEnabled = (isEnabled: boolean) =>
    world.webhooks.change({ ...reference, actor: world.operator, change: { isEnabled } });
  expect(await timeShown()).toBeInstanceOf(Date);
  await setEnabled(false);
  expect(await timeShown()).toBeUndefined();
  const wish = { owner: 'me', leaseMs: 60_000, limit: 10, perWebhook: 4 };
  expect(await claimDeliveries(world.db, wish)).toEqual([]);
  await setEnabled(true);
  expect(await written()).toEqual(before);
  expect(await claimDeliveries(world.db, wish)).toHaveLength(1);
  await removeAll();
});

it('what is old is removed, sooner where the organization keeps its mail for less', async () => {
  const ours = await world.addWebhook(organizationId);
  const theirs = await world.addWebhook(strangers);
  for (const id of [organizationId, strangers]) await world.accept(id);
  await world.db.query({
    text: `update webhook_deliveries set id = (left(uuid_floor(now() - interval '10 days')::text, 14) || right(id::text, 22))::uuid`,
  });
  await world.db.query({
    text: `insert into organization_settings (organization_id, retention_days) values ($1, 7)`,
    params: [strangers],
  });
  expect(await deleteOldDeliveries(world.db, 14)).toBe(1);
  expect(await typesOf(ours.webhook.id)).toHaveLength(1);
  expect(await typesOf(theirs.webhook.id)).toEqual([]);
  await removeAll();
});

async function removeAll(): Promise<void> {
  await world.db.query({ text: 'with gone as (delete from webhooks) delete from webhook_deliveries' });
}
