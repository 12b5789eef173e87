import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatAddress, formatReturnPath, formatSrs } from '@smtpy/mail';
import { sendMail } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeAlias, makeDelivery, organizations, toAddress, toDomain } from './testdata/entries.ts';
import { type ReceivingWorld, startReceivingWorld, testKeys } from './testdata/receiving-world.ts';
import { makeAnswer, makeReport } from './testdata/reports.ts';

let dataDir: string;
let world: ReceivingWorld;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-inbound-'));
});
beforeEach(async () => {
  world = await startReceivingWorld({ dataDir });
  world.clock.set(new Date('2030-01-01T00:00:00Z'));
});
afterEach(() => world[Symbol.asyncDispose]());
afterAll(() => rm(dataDir, { recursive: true }));

// A UUIDv7 of 2029-12-31T23:59:00Z, so that SRS knows its time.
const deliveryId = `${Date.UTC(2029, 11, 31, 23, 59)
  .toString(16)
  .padStart(12, '0')
  .replace(/^(.{8})/, '$1-')}-7abc-8def-0123456789ab`;
const expiresAt = new Date('2030-01-10T00:00:00Z');
const domain = toDomain('alias.example');

function verp(key: Buffer = testKeys.returnPathKey): string {
  return formatAddress(formatReturnPath({ deliveryId, expiresAt, domain, key }));
}

function srs(mailFrom = 'jim@sender.example', key: Buffer = testKeys.returnPathKey): string {
  const address = formatSrs({ deliveryId, mailFrom: toAddress(mailFrom), domain, key });
  if (address === undefined) throw new Error(`${mailFrom} does not fit`);
  return formatAddress(address);
}

function send(rcptTo: string, data: string, mailFrom = '') {
  return sendMail({ port: world.port, mailFrom, rcptTo: [rcptTo], data });
}

function onlyMessage() {
  const messages = world.queue.acceptances.flatMap((acceptance) => acceptance.messages);
  expect(messages).toHaveLength(1);
  const message = messages[0];
  if (message === undefined) throw new Error('no message');
  return message;
}

/** The delivery without its id, which is new. */
function onlyDelivery() {
  const [delivery, ...others] = onlyMessage().deliveries;
  expect(others).toEqual([]);
  return { ...delivery, id: undefined };
}

describe('a return path', () => {
  it.each([
    ['VERP', () => verp()],
    ['SRS0', () => srs()],
    ['SRS0 of a sender with a percent sign', () => srs('list%jane@s.example')],
    ['SRS1', () => srs('SRS0=HH=TT=s.example=jim@f.example')],
  ])('%s takes reports about its delivery, in any case of letters', async (_, make) => {
    world.queue.deliveries.set(
      deliveryId,
      makeDelivery(deliveryId, { organizationId: organizations.second }),
    );
    expect((await send(make().toUpperCase(), makeReport())).last.code).toBe(250);
    expect(onlyMessage()).toMatchObject({
      organizationId: organizations.second,
      mailFrom: '',
      rcptTo: [make().toLowerCase()],
      deliveries: [
        {
          aliasId: 'alias:shop@alias.example',
          discardReason: 'bounce_report',
          reportOn: {
            deliveryId,
            messageId: `message:${deliveryId}`,
            report: { action: 'failed', status: '5.1.1', recipient: 'jane@mailbox.example' },
          },
        },
      ],
    });
    expect(world.contacts).toEqual([]);
  });

  it.each([
    ['VERP', verp],
    ['SRS', (key?: Buffer) => srs('jim@sender.example', key)],
  ])('(%s) that is forged, altered, expired or forgotten is refused', async (_, make) => {
    expect((await send(make(Buffer.alloc(32, 7)), makeReport())).last).toMatchObject({
      code: 550,
      text: /^5\.7\.1/,
    });
    const altered = make().replace(/.(?=@)/, (last) => (last === 'b' ? 'c' : 'b'));
    expect((await send(altered, makeReport())).last).toMatchObject({ code: 550, text: /^5\.7\.1/ });
    expect((await send(make(), makeReport())).last).toMatchObject({ code: 550, text: /^5\.1\.1/ });
    world.queue.deliveries.set(deliveryId, makeDelivery(deliveryId));
    world.clock.set(new Date('2030-03-01T00:00:00Z'));
    expect((await send(make(), makeReport())).last).toMatchObject({ code: 550, text: /^5\.1\.1/ });
    expect(world.queue.acceptances).toEqual([]);
  });
});

describe('a report', () => {
  beforeEach(() => {
    world.queue.deliveries.set(deliveryId, makeDelivery(deliveryId));
  });

  it('is read also where it is large', async () => {
    const data = `${makeReport()}${`${'x'.repeat(998)}\r\n`.repeat(600)}`;
    expect((await send(verp(), data)).last.code).toBe(250);
    expect(world.queue.acceptances[0]?.content.data).toBeUndefined();
    expect(onlyDelivery()).toMatchObject({ reportOn: { report: { action: 'failed', status: '5.1.1' } } });
  });

  it('is not refused for DMARC, two From fields, or a missing author', async () => {
    world.dns.set('_dmarc.mailbox.example', 'TXT', ['v=DMARC1; p=reject']);
    const headerFroms = ['x@mailbox.example', 'x@mailbox.example\r\nFrom: y@b.example', 'MAILER-DAEMON'];
    for (const headerFrom of headerFroms) {
      expect((await send(verp(), makeReport({ headerFrom }))).last.code).toBe(250);
    }
    expect(world.queue.acceptances).toHaveLength(headerFroms.length);
  });

  it('that has gone round for too long is refused like any mail', async () => {
    const hops = 'Received: by x.example; Tue, 01 Jan 2030 12:00:00 +0000\r\n'.repeat(51);
    expect((await send(verp(), `${hops}${makeReport()}`)).last).toMatchObject({
      code: 554,
      text: /^5\.4\.6/,
    });
  });

  it.each([
    ['nobody can read', 'From: MAILER-DAEMON (x)\r\n\r\nsomething is wrong\r\n'],
    ['is an answer of a person', 'From: jane@mailbox.example\r\n\r\nthank you\r\n'],
    ['is an automatic answer of a host', makeAnswer('MAILER-DAEMON@mailbox.example')],
    [
      'is a receipt',
      makeAnswer(
        'jane@mailbox.example',
        'Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n',
      ),
    ],
  ])('that %s is recorded as unreadable', async (_, data) => {
    expect((await send(verp(), data)).last.code).toBe(250);
    expect(onlyDelivery()).toEqual({
      id: undefined,
      recipient: verp(),
      aliasId: 'alias:shop@alias.example',
      mode: 'rewrite',
      discardReason: 'bounce_report',
      reportOn: { deliveryId, messageId: `message:${deliveryId}`, report: undefined },
    });
  });
});

describe('an automatic answer', () => {
  const aliasId = 'alias:shop@alias.example';
  const contactId = `contact:${aliasId}:bob@contact.example`;

  it.each(['', 'jane@mailbox.example'])(
    'of the mailbox to a forward goes to the contact, from the null sender (%j)',
    async (mailFrom) => {
      world.queue.deliveries.set(deliveryId, makeDelivery(deliveryId));
      expect((await send(verp(), makeAnswer('Jane@mailbox.example'), mailFrom)).last.code).toBe(250);
      expect(onlyMessage()).toMatchObject({ mailFrom: '', noReportReason: expect.any(String) as string });
      expect(onlyDelivery()).toEqual({
        id: undefined,
        kind: 'reply',
        recipient: verp(),
        aliasId,
        contactId,
        mailboxId: 'mailbox:jane@mailbox.example',
        destination: 'bob@contact.example',
        sentAs: 'shop@alias.example',
        mode: 'rewrite',
      });
    },
  );

  it('to a forward that names another author waits for the owner', async () => {
    world.queue.deliveries.set(deliveryId, makeDelivery(deliveryId));
    await send(verp(), makeAnswer('jane.private@elsewhere.example'));
    expect(onlyDelivery()).toMatchObject({ kind: 'reply', holdReason: 'unproven_sender' });
  });

  it('to a forward that the domain of the mailbox says to be forged waits for the owner', async () => {
    world.queue.deliveries.set(deliveryId, makeDelivery(deliveryId));
    world.dns.set('_dmarc.mailbox.example', 'TXT', ['v=DMARC1; p=none']);
    await send(verp(), makeAnswer('jane@mailbox.example'));
    expect(onlyDelivery()).toMatchObject({ kind: 'reply', holdReason: 'unproven_sender' });
  });

  it('is mail like any other: DMARC and two authors count', async () => {
    world.queue.deliveries.set(deliveryId, makeDelivery(deliveryId));
    world.dns.set('_dmarc.mailbox.example', 'TXT', ['v=DMARC1; p=reject']);
    expect((await send(verp(), makeAnswer('jane@mailbox.example'))).last).toMatchObject({
      code: 550,
      text: /^5\.7\.26/,
    });
    const twice = makeAnswer('jane@m.example\r\nFrom: eve@evil.example');
    expect((await send(verp(), twice)).last).toMatchObject({ code: 550, text: /^5\.6\.0/ });
  });

  it('of the contact to a reply goes to the mailbox that wrote it', async () => {
    const pair = makeAlias('pair@alias.example');
    const delivery = makeDelivery(deliveryId, {
      kind: 'reply',
      aliasId: pair.id,
      contactId: `contact:${pair.id}:bob@contact.example`,
      mailboxId: 'mailbox:joe@mailbox.example',
      sentAs: 'pair@alias.example',
    });
    world.queue.deliveries.set(deliveryId, delivery);
    expect(
      (await send(verp(), makeAnswer('Bob <bob@contact.example>'), 'bob@contact.example')).last.code,
    ).toBe(250);
    expect(onlyMessage().mailFrom).toBe('');
    expect(onlyDelivery()).toEqual({
      id: undefined,
      recipient: verp(),
      aliasId: pair.id,
      contactId: `contact:${pair.id}:bob@contact.example`,
      mailboxId: 'mailbox:joe@mailbox.example',
      destination: 'joe@mailbox.example',
      sentAs: 'pair@alias.example',
      mode: 'rewrite',
    });
  });

  it('to a reply of a mailbox that is gone goes to the first one of the alias', async () => {
    const delivery = makeDelivery(deliveryId, { kind: 'reply', mailboxId: 'mailbox:gone' });
    world.queue.deliveries.set(deliveryId, delivery);
    await send(verp(), makeAnswer('bob@contact.example'));
    expect(onlyDelivery()).toMatchObject({ destination: 'jane@mailbox.example' });
  });

  it('to a reply of an alias that is switched off meanwhile is thrown away', async () => {
    const off = makeAlias('off@alias.example');
    const delivery = makeDelivery(deliveryId, {
      kind: 'reply',
      aliasId: off.id,
      sentAs: 'off@alias.example',
    });
    world.queue.deliveries.set(deliveryId, delivery);
    await send(verp(), makeAnswer('bob@contact.example'));
    expect(onlyDelivery()).toMatchObject({ discardReason: 'alias_disabled' });
  });

  it.each([
    ['a notice', { kind: 'notice', sentAs: 'mailer-daemon@alias.example', aliasId: undefined }],
    ['a probe', { kind: 'probe' }],
    ['a forward whose alias is gone', { sentAs: 'gone@alias.example' }],
    ['a forward whose address is another alias now', { aliasId: 'alias:before' }],
    ['a forward whose contact is gone', { contactId: 'contact:gone' }],
  ] as const)('to %s is recorded and goes nowhere', async (_, changes) => {
    world.queue.deliveries.set(deliveryId, makeDelivery(deliveryId, changes));
    expect((await send(verp(), makeAnswer('jane@mailbox.example'))).last.code).toBe(250);
    expect(onlyDelivery()).toMatchObject({ discardReason: 'bounce_report', reportOn: { deliveryId } });
  });
});
