import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BodyHash, findHeaderEnd } from '@smtpy/mail';
import { corpus, generateKeyPairPem, openSmtpDialog, sendMail, signWithDkim, waitFor } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loopToken } from '../forwarding/index.ts';
import { makeAlias, organizations, withPausedMailboxes } from './testdata/entries.ts';
import { type ReceivingWorld, startReceivingWorld, testKeys } from './testdata/receiving-world.ts';

let dataDir: string;
let world: ReceivingWorld;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-inbound-'));
});
beforeEach(async () => {
  world = await startReceivingWorld({ dataDir });
});
afterEach(() => world[Symbol.asyncDispose]());
afterAll(() => rm(dataDir, { recursive: true }));

const plain = corpus.plain({ messageId: '<1@sender.example>' });

function send(rcptTo: readonly string[], data: Buffer | string = plain, mailFrom = 'jane@sender.example') {
  return sendMail({ port: world.port, mailFrom, rcptTo, data });
}

function onlyAcceptance() {
  expect(world.queue.acceptances).toHaveLength(1);
  const acceptance = world.queue.acceptances[0];
  if (acceptance === undefined) throw new Error('nothing was accepted');
  return acceptance;
}

function onlyMessage() {
  const { messages } = onlyAcceptance();
  expect(messages).toHaveLength(1);
  const message = messages[0];
  if (message === undefined) throw new Error('no message');
  return message;
}

describe('content', () => {
  const samples = Object.entries(corpus).filter(([name]) => name !== 'large');
  it.each(samples)('%s is stored octet for octet, with the hash of its body', async (_, make) => {
    const data = make({ messageId: '<2@sender.example>' });
    const { last } = await send(['shop@alias.example'], data);
    expect(last.code).toBe(250);
    const { content } = onlyAcceptance();
    expect(content.data?.equals(data)).toBe(true);
    expect(content.sizeBytes).toBe(data.length);
    expect(content.headerBytes).toBe(findHeaderEnd(data));
    const hash = new BodyHash();
    hash.update(data.subarray(findHeaderEnd(data)));
    expect(content.bodyHash.equals(hash.digest())).toBe(true);
  });

  it('over 256 KiB goes to chunks while it arrives', async () => {
    const data = Buffer.concat([plain, Buffer.from(`${'.dots and words '.repeat(60)}\r\n`.repeat(1_200))]);
    expect((await send(['shop@alias.example'], data)).last.code).toBe(250);
    const { content } = onlyAcceptance();
    const chunks = world.queue.chunks.get(content.id) ?? [];
    expect(content).toMatchObject({ data: undefined, chunkCount: chunks.length, sizeBytes: data.length });
    expect(createHash('sha256').update(Buffer.concat(chunks)).digest('hex')).toBe(
      createHash('sha256').update(data).digest('hex'),
    );
  });

  it('over the limit is read to its end and refused with 552; nothing stays', async () => {
    const data = Buffer.concat([plain, Buffer.from('0123456789\r\n'.repeat(200_000))]);
    const { last } = await send(['shop@alias.example'], data);
    expect(last).toMatchObject({ code: 552, text: '5.3.4 Message is too large' });
    expect(world.queue.acceptances).toEqual([]);
    expect(world.queue.chunks.size).toBe(0);
    expect(world.refusals).toContainEqual({ stage: 'data', code: 552, reason: `${data.length} octets` });
  });

  it('with a line without end is refused', async () => {
    const { last } = await send(['shop@alias.example'], `From: a@b.example\r\n\r\n${'x'.repeat(70_000)}\r\n`);
    expect(last).toMatchObject({ code: 554 });
  });

  it('cut off by a broken connection leaves nothing behind', async () => {
    const dialog = await openSmtpDialog(world.port);
    await dialog.expect(220);
    await dialog.command('EHLO client.example');
    await dialog.command('MAIL FROM:<jane@sender.example>');
    await dialog.command('RCPT TO:<shop@alias.example>');
    await dialog.command('DATA');
    await dialog.sendRaw(`From: a@b.example\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(600)}`);
    await waitFor(() => world.queue.chunks.size === 1, { what: 'the first chunk' });
    await dialog.close();
    await waitFor(() => world.queue.abandoned.length > 0, { what: 'the chunks to be abandoned' });
    expect(world.queue.chunks.size).toBe(0);
    expect(world.queue.acceptances).toEqual([]);
  });
});

describe('the commit', () => {
  it('comes before 250', async () => {
    const gate = Promise.withResolvers<undefined>();
    let isAnswered = false;
    let isEnqueueing = false;
    world.queue.beforeEnqueue = async () => {
      isEnqueueing = true;
      await gate.promise;
    };
    const sent = send(['shop@alias.example']).then((replies) => {
      isAnswered = true;
      return replies;
    });
    await waitFor(() => isEnqueueing, { what: 'the commit to begin' });
    // A reply written too early would be here before the replies to a whole other session.
    expect((await send(['nobody@alias.example'])).last.code).toBe(550);
    expect(isAnswered).toBe(false);
    gate.resolve(undefined);
    const { last } = await sent;
    expect(last.text).toMatch(/^2\.0\.0 accepted as [0-9a-f-]{36}$/);
    expect(last.text).toContain(onlyMessage().id);
  });

  it('that fails is 451, and the chunks stay, as nobody knows how it ended', async () => {
    world.queue.beforeEnqueue = () => Promise.reject(new Error('the database is gone'));
    const data = Buffer.concat([plain, Buffer.from('0123456789\r\n'.repeat(40_000))]);
    const { last } = await send(['shop@alias.example'], data);
    expect(last).toMatchObject({ code: 451, text: '4.3.0 Local error, try again later' });
    expect(world.queue.abandoned).toEqual([]);
    expect(world.failures).toHaveLength(1);
  });
});

describe('the plan', () => {
  it('has a delivery per recipient and mailbox, and a destination once', async () => {
    await send(['pair@alias.example', 'shop@alias.example', 'silent@alias.example', 'PAIR@alias.example']);
    const { deliveries, rcptTo, organizationId } = onlyMessage();
    expect(organizationId).toBe(organizations.first);
    expect(rcptTo).toEqual(['pair@alias.example', 'shop@alias.example', 'silent@alias.example']);
    const contact = 'contact:alias:pair@alias.example:jane@sender.example';
    expect(deliveries.map(({ id: _id, aliasId: _alias, ...rest }) => rest)).toEqual([
      {
        recipient: 'pair@alias.example',
        mailboxId: 'mailbox:jane@mailbox.example',
        mode: 'rewrite',
        contactId: contact,
        destination: 'jane@mailbox.example',
      },
      {
        recipient: 'pair@alias.example',
        mailboxId: 'mailbox:joe@mailbox.example',
        mode: 'rewrite',
        contactId: contact,
        destination: 'joe@mailbox.example',
      },
      {
        recipient: 'shop@alias.example',
        mailboxId: 'mailbox:jane@mailbox.example',
        mode: 'rewrite',
        discardReason: 'duplicate_destination',
      },
      { recipient: 'silent@alias.example', mode: 'rewrite', discardReason: 'alias_disabled' },
    ]);
  });

  it.each(['rewrite', 'preserve', 'adaptive'] as const)('has the mode of the alias: %s', async (mode) => {
    world.setEntry('m@alias.example', { kind: 'alias', alias: makeAlias('m@alias.example', { mode }) });
    await send(['m@alias.example']);
    expect(onlyMessage().deliveries).toMatchObject([{ mode, destination: 'jane@mailbox.example' }]);
  });

  it('has a delivery for a paused mailbox too, as long as another one works', async () => {
    const alias = withPausedMailboxes(
      makeAlias('half@alias.example', { to: ['jane@mailbox.example', 'joe@mailbox.example'] }),
      ['joe@mailbox.example'],
    );
    world.setEntry('half@alias.example', { kind: 'alias', alias });
    expect((await send(['half@alias.example'])).last.code).toBe(250);
    expect(onlyMessage().deliveries).toHaveLength(2);
  });

  it('keeps organizations apart, also where they share a destination', async () => {
    const { last } = await send(['shop@alias.example', 'sales@second.example']);
    const { messages, content } = onlyAcceptance();
    expect(messages.map(({ organizationId, rcptTo }) => [organizationId, rcptTo])).toEqual([
      [organizations.first, ['shop@alias.example']],
      [organizations.second, ['sales@second.example']],
    ]);
    expect(messages.flatMap(({ deliveries }) => deliveries.map(({ destination }) => destination))).toEqual([
      'jane@mailbox.example',
      'jane@mailbox.example',
    ]);
    expect(last.text).toContain(content.id);
  });

  it('makes contacts of From and of another Reply-To, with their names', async () => {
    const data =
      'From: =?utf-8?q?J=C3=A4ne?= <jane@sender.example>\r\nReply-To: desk@sender.example\r\n\r\nx\r\n';
    await send(['shop@alias.example'], data, 'bounces@sender.example');
    expect(world.contacts).toEqual([
      { aliasId: 'alias:shop@alias.example', address: 'jane@sender.example', displayName: 'Jäne' },
      { aliasId: 'alias:shop@alias.example', address: 'desk@sender.example', displayName: undefined },
    ]);
    expect(onlyMessage().deliveries[0]).toMatchObject({
      replyToContactId: 'contact:alias:shop@alias.example:desk@sender.example',
    });
  });

  it('makes no contact for a message that is refused or discarded', async () => {
    await send(['silent@alias.example']);
    await send(['shop@alias.example'], 'From: a@b.example\r\nFrom: c@d.example\r\n\r\nx\r\n');
    expect(world.contacts).toEqual([]);
    expect(onlyMessage().deliveries).toMatchObject([{ discardReason: 'alias_disabled' }]);
  });

  it('knows what to show of the message', async () => {
    const data =
      'From: Jane <jane@sender.example>\r\nSubject: =?utf-8?b?w4Q=?= b\r\nMessage-ID: <7@x.example>\r\n\r\nx\r\n';
    await send(['shop@alias.example'], data);
    expect(onlyMessage()).toMatchObject({
      mailFrom: 'jane@sender.example',
      headerFrom: 'jane@sender.example',
      subject: 'Ä b',
      messageIdHeader: '<7@x.example>',
      isSmtpUtf8: false,
      connection: { ip: '127.0.0.1', helo: 'client.test', receivedBy: 'mx.alias.example' },
      receivedAt: world.clock.now(),
    });
  });
});

describe('trace fields', () => {
  it('are Authentication-Results above Received, and name a single recipient', async () => {
    await send(['shop@alias.example']);
    const { content } = onlyAcceptance();
    const trace = content.traceHeader.toString();
    expect(trace).toMatch(
      /^Authentication-Results: mx\.alias\.example;[^]*\r\nReceived: from client\.test \(\[127\.0\.0\.1\]\)/,
    );
    expect(trace).toContain(`id ${content.id}`);
    expect(trace).toContain('for <shop@alias.example>');
    expect(trace.endsWith('\r\n')).toBe(true);
  });

  it('name nobody where there are several, and say TLS', async () => {
    const rcptTo = ['shop@alias.example', 'other@alias.example'];
    await sendMail({ port: world.port, mailFrom: 'jane@sender.example', rcptTo, data: plain, isTls: true });
    const trace = onlyAcceptance().content.traceHeader.toString();
    expect(trace).not.toMatch(/shop|other/);
    expect(trace).toMatch(/with ESMTPS \(TLSv1\.3\)/);
    expect(onlyMessage().connection.tls).toBe('TLSv1.3');
  });
});

describe('loops', () => {
  it('end with 554 when every recipient has seen the message', async () => {
    const token = loopToken(makeAlias('shop@alias.example').id, testKeys.loopKey);
    const looped = Buffer.concat([Buffer.from(`X-SMTPy-Loop: ${token}\r\n`), plain]);
    expect((await send(['shop@alias.example'], looped)).last).toMatchObject({ code: 554 });
    expect((await send(['shop@alias.example', 'other@alias.example'], looped)).last.code).toBe(250);
    expect(onlyMessage().deliveries).toMatchObject([
      { recipient: 'shop@alias.example', discardReason: 'forwarding_loop' },
      { recipient: 'other@alias.example', destination: 'joe@mailbox.example' },
    ]);
  });
});

describe('authentication', () => {
  const from = 'From: Jane <jane@sender.example>\r\nSubject: x\r\n\r\nhello\r\n';

  it('verifies SPF, DKIM and DMARC over DNS, for small and for streamed content', async () => {
    const keys = await generateKeyPairPem();
    world.dns.set('s1._domainkey.sender.example', 'TXT', [keys.dkimRecord]);
    world.dns.set('_dmarc.sender.example', 'TXT', ['v=DMARC1; p=reject']);
    world.dns.set('sender.example', 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
    const signing = { domain: 'sender.example', selector: 's1', privateKeyPem: keys.privateKeyPem };
    const large = `${from}${'0123456789 abcdef\r\n'.repeat(40_000)}`;
    for (const text of [from, large]) {
      const signed = await signWithDkim(Buffer.from(text), signing);
      expect((await send(['shop@alias.example'], signed)).last.code).toBe(250);
      expect(world.queue.acceptances.at(-1)?.messages[0]?.authentication).toMatchObject({
        spf: { result: 'pass', domain: 'sender.example' },
        dkim: [{ result: 'pass', domain: 'sender.example', selector: 's1', isAligned: true }],
        dmarc: { result: 'pass', policy: 'reject', domain: 'sender.example' },
        arc: { result: 'none' },
      });
      expect(world.queue.acceptances.at(-1)?.content.traceHeader.toString()).toMatch(
        /spf=pass[^]*dkim=pass[^]*dmarc=pass/,
      );
    }
    const broken = Buffer.from(
      (await signWithDkim(Buffer.from(from), signing)).toString().replace('hello', 'hullo'),
    );
    expect((await send(['shop@alias.example'], broken)).last.code).toBe(250);
    expect(world.queue.acceptances.at(-1)?.messages[0]?.authentication.dkim).toMatchObject([
      { result: 'neutral' },
    ]);
  });

  it('refuses what fails a DMARC policy of reject, and tells the log why', async () => {
    world.dns.set('_dmarc.sender.example', 'TXT', ['v=DMARC1; p=reject']);
    const { last } = await send(['shop@alias.example'], from, 'x@evil.example');
    expect(last).toMatchObject({ code: 550, text: /^5\.7\.26/ });
    expect(world.refusals).toContainEqual({ stage: 'data', code: 550, reason: 'dmarcReject' });
    expect(world.contacts).toEqual([]);
  });

  it('does not refuse for want of an answer from DNS', async () => {
    world.dns.fail('_dmarc.sender.example', 'SERVFAIL');
    const { last } = await send(['shop@alias.example'], from, 'x@evil.example');
    expect(last.code).toBe(250);
    expect(onlyMessage().authentication.dmarc.result).toBe('temperror');
  });

  it('asks no DNS for clients without an accepted recipient', async () => {
    await send(['nobody@alias.example']);
    expect(world.dns.queries).toEqual([]);
  });

  it('verifies ten signatures and no more', async () => {
    const forged = 'DKIM-Signature: v=1; a=rsa-sha256; d=d.example; s=s; h=from; bh=eHh4; b=eHh4\r\n';
    await send(['shop@alias.example'], `${forged.repeat(30)}${from}`);
    expect(onlyMessage().authentication.dkim).toHaveLength(10);
  });
});

describe('the name of the client', () => {
  it('is not waited for', async () => {
    world.dns.fail('1.0.0.127.in-addr.arpa', 'TIMEOUT');
    expect((await send(['shop@alias.example'])).last.code).toBe(250);
    expect(onlyMessage().connection.clientName).toBeUndefined();
  });
});
