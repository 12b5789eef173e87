import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { createDomains } from '../domains/index.ts';
import { createConfirmations, formatHeldToken } from '../followups/index.ts';
import { createMailboxes } from '../mailboxes/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createQueue, type Queue } from '../queue/index.ts';
import { createHttpApp, registerConfirmationPage } from './index.ts';

const key = randomBytes(32);
let database: OpenTestDatabase;
let queue: Queue;
let app: FastifyInstance;
let organizationId: string;
let mailboxId: string;
let deliveryId: string;
let url: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  queue = createQueue({ db, sealer: createSealer(randomBytes(32)), clock, events: silentEvents, shard: 0 });
  const domains = createDomains({ db, clock, sealer: createSealer(randomBytes(32)) });
  const mailboxes = createMailboxes({ db, clock, domains });
  organizationId = (await createOwner(db, 'jane')).organizationId;
  const added = await mailboxes.addMailbox({
    organizationId,
    address: 'real.jane@provider.example',
    isTrusted: true,
  });
  if (added.kind !== 'added') throw new Error(added.kind);
  mailboxId = added.mailbox.id;
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      registerConfirmationPage(routes, {
        confirmations: createConfirmations({ db, clock, queue, mailboxes, key }),
      });
    },
  });
});
afterAll(async () => {
  await app.close();
  await database[Symbol.asyncDispose]();
});

beforeEach(async () => {
  deliveryId = newId();
  const content = Buffer.from('Subject: hi\r\n\r\nHello\r\n');
  await queue.enqueue({
    content: {
      id: newId(),
      sizeBytes: content.length,
      headerBytes: 15,
      bodyHash: randomBytes(32),
      traceHeader: Buffer.alloc(0),
      data: content,
      chunkCount: 0,
    },
    messages: [
      {
        id: newId(),
        organizationId,
        receivedAt: new Date('2026-01-02T03:04:05Z'),
        mailFrom: 'real.jane@provider.example',
        rcptTo: ['ann.x@my.example'],
        headerFrom: 'real.jane@provider.example',
        subject: 'Re: <script>alert(1)</script>',
        messageIdHeader: undefined,
        isSmtpUtf8: false,
        connection: { ip: '192.0.2.1', helo: 'mx.provider.example', receivedBy: 'mx.smtpy.example' },
        authentication: {
          spf: { result: 'none' },
          dkim: [],
          dmarc: { result: 'none' },
          arc: { result: 'none' },
        },
        noReportReason: 'reply',
        deliveries: [
          {
            id: deliveryId,
            kind: 'reply',
            mode: 'rewrite',
            recipient: 'ann.x@my.example',
            destination: 'ann@sender.example',
            sentAs: 'shop@my.example',
            mailboxId,
            holdReason: 'unproven_sender',
          },
        ],
      },
    ],
  });
  url = urlFor(60_000);
});

const urlFor = (expiresInMs: number): string =>
  `/confirm/${formatHeldToken({ deliveryId, expiresAt: new Date(Date.now() + expiresInMs) }, key)}`;

const host = 'smtpy.example';

const open = (address = url) => app.inject({ url: address, headers: { host } });

const post = (decision: string, { address = url, origin = `https://${host}` } = {}) =>
  app.inject({
    method: 'POST',
    url: address,
    headers: { host, origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `decision=${decision}`,
  });

async function stateOf(): Promise<string | undefined> {
  const found = await queue.findDelivery({ deliveryId });
  return found.kind === 'found' ? found.delivery.state : undefined;
}

describe('the page of a held reply', () => {
  it('asks, shows the mailbox masked, is not cached, and changes nothing', async () => {
    const page = await open();
    expect(page.statusCode).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).toContain('Was this you?');
    expect(page.body).toContain('value="send"');
    expect(page.body).toContain('value="delete"');
    expect(page.body).not.toContain('real.jane');
    expect(page.body).toContain('&lt;script&gt;');
    expect(page.body).not.toContain('<script>');
    expect(await stateOf()).toBe('held');
  });

  it('sends, and says so from then on', async () => {
    expect((await post('send')).body).toContain('The message was sent');
    expect(await stateOf()).toBe('queued');
    expect((await open()).body).toContain('The message was sent');
    expect((await post('delete')).body).toContain('The message was sent');
    expect(await stateOf()).toBe('queued');
  });

  it('deletes, and says so from then on', async () => {
    expect((await post('delete')).body).toContain('The message was deleted');
    expect(await stateOf()).toBe('cancelled');
    expect((await open()).body).toContain('The message was deleted');
  });

  it('wants a decision that it knows', async () => {
    const page = await post('burn');
    expect([page.statusCode, page.body.includes('did not arrive whole')]).toEqual([400, true]);
    expect(await stateOf()).toBe('held');
  });

  it('takes no form of another site', async () => {
    expect((await post('send', { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect(await stateOf()).toBe('held');
  });

  it.each([
    ['/confirm/nonsense', 404],
    [`/confirm/${'A'.repeat(48)}`, 404],
  ])('says that %s is no link', async (address, status) => {
    const page = await open(address);
    expect([page.statusCode, page.body.includes('No such link')]).toEqual([status, true]);
    expect((await post('send', { address })).statusCode).toBe(status);
  });

  it('says when its time is over', async () => {
    const address = urlFor(-2_000);
    const page = await open(address);
    expect([page.statusCode, page.body.includes('no longer works')]).toEqual([410, true]);
    expect((await post('send', { address })).statusCode).toBe(410);
    expect(await stateOf()).toBe('held');
  });
});
