import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor, type WebhookReceiver } from '@smtpy/testkit';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureSelfSignedCertificate } from '../certificates/index.ts';
import { silentEvents } from '../observe/index.ts';
import { createOutgoingHttp, isPublicAddress } from '../outgoing-http/index.ts';
import { claimDeliveries, recoverLapsed, type ClaimedDelivery } from './claim-store.ts';
import { openWebhookWorld, type Certificate, type WebhookWorld } from './testdata/world.ts';
import type { Webhook } from './webhook.ts';

let world: WebhookWorld;
let receiver: WebhookReceiver;
let folder: string;
let certificate: Certificate;
let organizationId: string;
let stack: AsyncDisposableStack;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), 'smtpy-webhooks-'));
  certificate = await ensureSelfSignedCertificate({ dataDir: folder, hostname: 'localhost' });
  world = stack.use(await openWebhookWorld());
  receiver = stack.use(await world.startReceiver(certificate));
  organizationId = await world.addOrganization('ours');
});
afterAll(async () => {
  await stack.disposeAsync();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  receiver.received.length = 0;
  receiver.answer = 204;
  receiver.answers.clear();
  await world.db.query({
    text: 'with gone as (delete from webhooks), told as (delete from notices) delete from webhook_deliveries',
  });
});

const urlOf = (path = '/hook'): string => `https://localhost:${String(receiver.port)}${path}`;
const add = (path?: string) => world.addWebhook(organizationId, { url: urlOf(path) });

async function onlyDelivery({ id }: Webhook): Promise<string> {
  const [row] = await world.db.query<{ readonly id: string }>({
    text: 'select id from webhook_deliveries where webhook_id = $1 order by id limit 1',
    params: [id],
  });
  if (row === undefined) throw new Error('nothing is queued');
  return row.id;
}

/** As if so much time had passed for a delivery that waits. */
const pass = (hours: number, deliveryId: string) =>
  world.db.query({
    text: `update webhook_deliveries set next_attempt_at = next_attempt_at - $1::int * interval '1 hour',
      gives_up_at = gives_up_at - $1::int * interval '1 hour' where id = $2`,
    params: [hours, deliveryId],
  });

describe('an event', () => {
  it('arrives signed, and the log has what was sent and answered', async () => {
    const { webhook, secret } = await add();
    receiver.answer = (response) =>
      response.writeHead(202, { 'x-seen': 'yes' }).end(`thanks\u0000${'x'.repeat(9_000)}`);
    const messageId = await world.accept(organizationId);
    await using _sender = world.startSender(certificate);
    await world.waitForRequests(receiver, 1);
    const [request] = receiver.received;
    const event = new Verifier(secret).verify(
      request?.body ?? '',
      request?.headers as Record<string, string>,
    );
    expect(event).toMatchObject({
      id: request?.headers['webhook-id'],
      type: 'message.accepted',
      data: { message: { id: messageId, subject: 'hello' }, deliveries: [{ state: 'queued' }] },
    });
    const shown = await world.waitForDelivery(webhook, await onlyDelivery(webhook), 'delivered');
    expect(shown.body).toBe(request?.body);
    const [attempt] = shown.attempts;
    expect(attempt).toMatchObject({ number: 1, url: urlOf(), error: undefined, response: { status: 202 } });
    expect(attempt?.response?.headers['x-seen']).toBe('yes');
    expect(attempt?.response?.body).toHaveLength(4_096);
    expect(attempt?.requestHeaders['webhook-signature']).toBe(request?.headers['webhook-signature']);
  });

  it('is sent again with the same octets until it is taken, also by hand', async () => {
    const { webhook } = await add();
    receiver.answer = 503;
    await world.accept(organizationId);
    await using _sender = world.startSender(certificate);
    await world.waitForRequests(receiver, 1);
    const deliveryId = await onlyDelivery(webhook);
    await world.waitForDelivery(webhook, deliveryId, 'waiting');
    receiver.answer = 200;
    await pass(1, deliveryId);
    await world.waitForDelivery(webhook, deliveryId, 'delivered');
    // What the delivery says has changed meanwhile; what is sent has not.
    await world.db.query({ text: `update deliveries set state = 'bounced'` });
    const reference = { organizationId, webhookId: webhook.id, deliveryId };
    expect((await world.sent.replay(reference)).kind).toBe('replayed');
    await world.waitForRequests(receiver, 3);
    await world.waitForDelivery(webhook, deliveryId, 'delivered');
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const shown = await world.sent.show(reference);
    expect(shown?.attempts.map(({ number, error }) => [number, error])).toEqual([
      [3, undefined],
      [2, undefined],
      [1, 'The answer was 503'],
    ]);
  });

  it('waits as long as the receiver asks', async () => {
    const { webhook } = await add();
    receiver.answer = (response) => response.writeHead(429, { 'retry-after': '7200' }).end();
    await world.accept(organizationId);
    await using _sender = world.startSender(certificate);
    await world.waitForRequests(receiver, 1);
    const { delivery } = await world.waitForDelivery(webhook, await onlyDelivery(webhook), 'waiting');
    const waitMs = (delivery.nextAttemptAt?.getTime() ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(7_100_000);
    expect(waitMs).toBeLessThan(7_300_000);
  });

  it('is signed with both secrets while one takes the place of the other', async () => {
    const { webhook, secret } = await add();
    const reference = { organizationId, webhookId: webhook.id, actor: world.operator };
    const rotated = await world.webhooks.rotateSecret(reference);
    expect(rotated?.webhook.previousSecretUntil).toBeInstanceOf(Date);
    await using _sender = world.startSender(certificate);
    await world.accept(organizationId);
    await world.waitForRequests(receiver, 1);
    const verify = (index: number, with_: string) => () =>
      new Verifier(with_).verify(
        receiver.received[index]?.body ?? '',
        receiver.received[index]?.headers as Record<string, string>,
      );
    expect(verify(0, secret)).not.toThrow();
    expect(verify(0, rotated?.secret ?? '')).not.toThrow();
    await world.db.query({ text: `update webhooks set previous_secret_until = now() - interval '1 second'` });
    await world.accept(organizationId);
    await world.waitForRequests(receiver, 2);
    expect(verify(1, secret)).toThrow();
    expect(verify(1, rotated?.secret ?? '')).not.toThrow();
  });
});

describe('a receiver that fails', () => {
  it('for three days pauses its webhook, and the owners are told', async () => {
    const { webhook } = await add();
    receiver.answer = 500;
    await world.accept(organizationId);
    await using _sender = world.startSender(certificate);
    const deliveryId = await onlyDelivery(webhook);
    await world.waitForRequests(receiver, 1);
    await world.waitForDelivery(webhook, deliveryId, 'waiting');
    await world.db.query({ text: `update webhooks set failing_since = failing_since - interval '72 hours'` });
    await world.accept(organizationId);
    await world.waitForRequests(receiver, 2);
    await pass(72, deliveryId);
    await world.waitForDelivery(webhook, deliveryId, 'failed');
    const paused = await world.webhooks.find({ organizationId, webhookId: webhook.id });
    expect(paused?.pause?.reason).toBe('failing');
    expect(world.mails.pop()).toBe(
      `owner-of-${organizationId}@people.example: The webhook to localhost:${String(receiver.port)} is paused`,
    );
    expect(await world.db.query({ text: 'select kind, subject_id from notices' })).toEqual([
      { kind: 'webhook_paused', subject_id: webhook.id },
    ]);
    const [entry] = await world.audit.list({
      scope: { kind: 'organization', organizationId },
      filter: { action: 'webhook.paused' },
      limit: 1,
    });
    expect(entry).toMatchObject({ actor: { kind: 'system' }, after: { reason: 'failing' } });
    // What waited goes on when the webhook does.
    const before = receiver.received.length;
    receiver.answer = 200;
    await world.webhooks.change({
      organizationId,
      webhookId: webhook.id,
      actor: world.operator,
      change: { isEnabled: true },
    });
    await world.waitForRequests(receiver, before + 1);
  });

  it('now and then pauses nothing', async () => {
    const { webhook } = await add();
    receiver.answer = 500;
    await world.accept(organizationId);
    await using _sender = world.startSender(certificate);
    const deliveryId = await onlyDelivery(webhook);
    await world.waitForRequests(receiver, 1);
    await world.waitForDelivery(webhook, deliveryId, 'waiting');
    // Something else has arrived, and failed again later.
    await world.db.query({ text: `update webhooks set failing_since = now() - interval '10 hours'` });
    await pass(72, deliveryId);
    await world.waitForDelivery(webhook, deliveryId, 'failed');
    expect((await world.webhooks.find({ organizationId, webhookId: webhook.id }))?.pause).toBeUndefined();
    const replayed = await world.sent.replayFailed({
      organizationId,
      webhookId: webhook.id,
      since: new Date(Date.now() - 60_000),
    });
    expect(replayed).toEqual({ replayed: 1, hasMore: false });
    await world.waitForRequests(receiver, 3);
  });

  it('with 410 pauses its webhook at once', async () => {
    const { webhook } = await add();
    receiver.answer = 410;
    await world.accept(organizationId);
    await using _sender = world.startSender(certificate);
    await world.waitForDelivery(webhook, await onlyDelivery(webhook), 'failed');
    expect((await world.webhooks.find({ organizationId, webhookId: webhook.id }))?.pause?.reason).toBe(
      'gone',
    );
    expect(world.mails.pop()).toContain('is paused');
  });

  it('by a redirection, or by hanging, keeps nobody else waiting', async () => {
    await add('/slow');
    const redirecting = await add('/redirect');
    await add('/quick');
    receiver.answers.set('/slow', () => undefined);
    receiver.answers.set('/redirect', (response) =>
      response.writeHead(302, { location: urlOf('/secret') }).end(),
    );
    for (let count = 0; count < 20; count += 1) await world.accept(organizationId);
    const http = createOutgoingHttp({
      resolver: { resolveAddresses: () => Promise.resolve({ kind: 'no_such_name' }) },
      allowsAddress: (ip) => ip === '127.0.0.1',
      certificateAuthority: certificate.cert,
    });
    // What hangs does so until the test is over.
    const patience = new AbortController();
    await using _sender = world.startSender(certificate, {
      http: { send: (request) => http.send({ ...request, signal: patience.signal }) },
    });
    const at = (path: string) => receiver.received.filter((request) => request.path === path).length;
    try {
      const isDone = () => at('/quick') === 20 && at('/redirect') === 20;
      await waitFor(isDone, { what: 'the quick ones', timeoutMs: 20_000 });
    } finally {
      patience.abort();
    }
    expect(at('/slow')).toBe(4);
    expect(at('/secret')).toBe(0);
    const shown = await world.sent.show({
      organizationId,
      webhookId: redirecting.webhook.id,
      deliveryId: await onlyDelivery(redirecting.webhook),
    });
    expect(shown?.delivery.lastError).toContain('redirection');
  });

  it('because its address is not public is told so, and nothing is sent', async () => {
    const { webhook } = await add();
    await using _sender = world.startSender(certificate, { allowsAddress: isPublicAddress });
    await world.accept(organizationId);
    const deliveryId = await onlyDelivery(webhook);
    const shown = await waitFor(
      async () => {
        const one = await world.sent.show({ organizationId, webhookId: webhook.id, deliveryId });
        return one?.attempts[0] !== undefined && one.delivery.state !== 'sending' && one;
      },
      { what: 'the end of an attempt' },
    );
    expect(shown.delivery).toMatchObject({ state: 'waiting', lastStatus: undefined });
    expect(shown.delivery.lastError).toContain('not on the public Internet');
    expect(receiver.received).toEqual([]);
  });
});

describe('a test', () => {
  it('is sent to a paused webhook, once, and tells nothing about how it fares', async () => {
    const { webhook, secret } = await add();
    const reference = { organizationId, webhookId: webhook.id };
    await world.webhooks.change({ ...reference, actor: world.operator, change: { isEnabled: false } });
    await using _sender = world.startSender(certificate);
    const good = await world.sent.test(reference);
    await world.waitForDelivery(webhook, good ?? '', 'delivered');
    const [request] = receiver.received;
    expect(
      new Verifier(secret).verify(request?.body ?? '', request?.headers as Record<string, string>),
    ).toMatchObject({ type: 'webhook.test', data: {} });
    receiver.answer = 500;
    const bad = await world.sent.test(reference);
    await world.waitForDelivery(webhook, bad ?? '', 'failed');
    expect(receiver.received).toHaveLength(2);
    expect((await world.webhooks.find(reference))?.failingSince).toBeUndefined();
  });
});

describe('processes', () => {
  it('send each event once between them', async () => {
    await add();
    await using _one = world.startSender(certificate);
    await using _two = world.startSender(certificate);
    for (let count = 0; count < 40; count += 1) await world.accept(organizationId);
    await world.waitForRequests(receiver, 40);
    await waitFor(
      async () =>
        (await world.db.query({ text: `select 1 from webhook_deliveries where state <> 'delivered'` }))
          .length === 0,
      { what: 'all to be settled' },
    );
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(40);
    expect(receiver.received).toHaveLength(40);
  });

  it('that die give their work back, and what they say later does not count', async () => {
    const { webhook } = await add();
    await world.accept(organizationId);
    const claim = (owner: string): Promise<readonly ClaimedDelivery[]> =>
      claimDeliveries(world.db, { owner, leaseMs: 30_000, limit: 10, perWebhook: 4 });
    expect(await claim('dead')).toHaveLength(1);
    expect(await claim('other')).toEqual([]);
    expect(await recoverLapsed(world.db)).toBe(0);
    await world.db.query({ text: `update webhook_deliveries set lease_until = now() - interval '1 second'` });
    expect(await recoverLapsed(world.db)).toBe(1);
    await using _sender = world.startSender(certificate);
    await world.waitForDelivery(webhook, await onlyDelivery(webhook), 'delivered');
  });

  it('that lose it again and again let it end', async () => {
    const { webhook } = await add();
    await world.accept(organizationId);
    await claimDeliveries(world.db, { owner: 'dead', leaseMs: -1_000, limit: 10, perWebhook: 4 });
    await pass(73, await onlyDelivery(webhook));
    expect(await recoverLapsed(world.db)).toBe(1);
    const shown = await world.waitForDelivery(webhook, await onlyDelivery(webhook), 'failed');
    expect(shown.delivery.lastError).toContain('without saying');
  });

  it('that cannot open a secret leave the event to others, and fail nothing else', async () => {
    const { webhook } = await add('/broken');
    await world.db.query({ text: `update webhooks set secret_sealed = '\\x0102'` });
    await add('/good');
    const failures: string[] = [];
    await using _sender = world.startSender(certificate, {
      events: { ...silentEvents, failed: (action) => void failures.push(action) },
    });
    await world.accept(organizationId);
    await world.waitForRequests(receiver, 1);
    await waitFor(() => failures.length > 0, { what: 'the failure' });
    expect(failures).toEqual(['webhook']);
    await world.waitForDelivery(webhook, await onlyDelivery(webhook), 'sending');
  });

  it('send nothing of an organization that is suspended', async () => {
    await add();
    await world.accept(organizationId);
    await world.db.query({ text: `update auth.organization set "suspendedAt" = now()` });
    expect(
      await claimDeliveries(world.db, { owner: 'me', leaseMs: 1_000, limit: 10, perWebhook: 4 }),
    ).toEqual([]);
    await world.db.query({ text: `update auth.organization set "suspendedAt" = null` });
  });
});
