import { parseReturnPath } from '@smtpy/mail';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../../queue/index.ts';
import {
  address,
  attemptTo,
  contentOf,
  createSigner,
  testKeys,
  type TestSigner,
} from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { verifySignatures } from '../testdata/verified.ts';
import type { AttemptDependencies } from './index.ts';

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

/** From Jane's mailbox to `author@sender.test`, as `shop@alias.test`. */
const replyDelivery = sampleDelivery({
  kind: 'reply',
  recipient: 'r.author.sender.test@alias.test',
  sentAs: 'shop@alias.test',
  destination: 'author@sender.test',
  queueKey: 'sender.test',
  mailFrom: 'jane@example.com',
  headerFrom: 'jane@example.com',
});

const plain = (fields: string, body = 'Hello.\r\n') =>
  Buffer.from(
    'Received: from laptop.home.test (laptop.home.test [198.51.100.7])\r\n\tby mail.example.com; Tue, 1 Jan 2030 00:00:00 +0000\r\n' +
      `From: Jane <jane@example.com>\r\nSubject: Re: parcel\r\nMessage-ID: <m1@example.com>\r\n${fields}\r\n\r\n${body}`,
  );

async function reply(
  data: Buffer,
  {
    delivery = replyDelivery,
    ...changes
  }: Partial<AttemptDependencies> & { delivery?: ClaimedDelivery } = {},
) {
  const attempted = await attemptTo(delivery, {
    content: contentOf(data, { chunkBytes: 50 }),
    signer,
    ...changes,
  });
  const [only] = attempted.sent;
  if (only === undefined) throw new Error(JSON.stringify(attempted.outcome));
  expect(only.message.sizeBytes).toBe(only.octets.length);
  const records = { 's1._domainkey.alias.test': signer.dkimRecord };
  expect(await verifySignatures(only.octets, records)).toMatchObject({ dkim: ['alias.test=pass'] });
  return { ...attempted, message: only.message, text: only.octets.toString('latin1') };
}

const toContact = 'To: Author <r.author.sender.test@alias.test>';

describe('a reply', () => {
  it('leaves as the alias, to the real address, and says nowhere whose it is', async () => {
    const { text, message, outcome } = await reply(
      plain(`${toContact}\r\nUser-Agent: Mailer of Jane\r\nSender: jane@example.com`),
    );
    expect(message.rcptTo).toBe('author@sender.test');
    expect(text).toContain('\r\nFrom: "The Shopper" <shop@alias.test>\r\n');
    expect(text).toContain('\r\nTo: Author <author@sender.test>\r\n');
    expect(text).not.toMatch(
      /jane|example\.com|198\.51\.100\.7|192\.0\.2\.1|home\.test|Authentication-Results/i,
    );
    expect(outcome.evidence).toEqual({ stage: 'body', durationMs: 1 });
  });

  it('names one hop of ours, without a client', async () => {
    const { text } = await reply(plain(toContact));
    expect(text.match(/^Received:/gm)).toHaveLength(1);
    expect(text).toMatch(/^Received: from us\.test\r\n\tby us\.test with ESMTP\r\n\tid [0-9a-f-]{36};/m);
  });

  it('leaves with a reverse path that names the delivery, or with none where it had none', async () => {
    const { message } = await reply(plain(toContact));
    expect(
      parseReturnPath(address(message.mailFrom), testKeys.returnPathKey, replyDelivery.createdAt),
    ).toEqual({
      kind: 'valid',
      deliveryId: replyDelivery.id,
    });
    const automatic = await reply(plain(`${toContact}\r\nAuto-Submitted: auto-replied`), {
      delivery: { ...replyDelivery, mailFrom: '' },
    });
    expect(automatic.message.mailFrom).toBe('');
  });

  it('goes to several contacts at once, each under the real address', async () => {
    const { text } = await reply(
      plain(
        `${toContact}\r\nCc: r.bob.other.test@alias.test, shop+eve=third.test@alias.test, r.not.ours@elsewhere.test`,
      ),
    );
    expect(text).toMatch(/\r\nCc: bob@other\.test,\s+eve@third\.test,\s+r\.not\.ours@elsewhere\.test\r\n/);
  });

  it('maps its own id and those of what the owner sent, and leaves those of the contact', async () => {
    const { text } = await reply(
      plain(`${toContact}\r\nIn-Reply-To: <a1@sender.test>\r\nReferences: <m0@example.com> <a1@sender.test>`),
    );
    const { aliasId = '' } = replyDelivery;
    const outward = (id: string) => testKeys.messageIds.outward(id, aliasId, address('x@alias.test').domain);
    expect(text).toContain(`\r\nMessage-ID: ${outward('<m1@example.com>')}\r\n`);
    expect(text).toContain('\r\nIn-Reply-To: <a1@sender.test>\r\n');
    expect(text.replace(/\r\n\s+/g, ' ')).toContain(
      `References: ${outward('<m0@example.com>')} <a1@sender.test>`,
    );
  });

  it('leaves ids that are known to have come in, although they look like the owner’s', async () => {
    const { text } = await reply(plain(`${toContact}\r\nIn-Reply-To: <theirs@example.com>`), {
      findReceivedIds: (_aliasId, ids) => Promise.resolve(ids),
    });
    expect(text).toContain('\r\nIn-Reply-To: <theirs@example.com>\r\n');
  });

  it('loses the mailbox from what introduces the quotation, and tells so', async () => {
    const body = 'Yes.\r\n\r\nOn Tue, Jan 1, 2030 at 1:00 AM Jane <jane@example.com> wrote:\r\n> Hello.\r\n';
    const { text, outcome } = await reply(plain(`${toContact}\r\nContent-Type: text/plain`, body));
    expect(text).not.toContain('jane@example.com');
    expect(text).toContain('shop@alias.test');
    expect(outcome.evidence.changes).toHaveLength(1);
    expect(JSON.stringify(outcome.evidence)).not.toContain('jane');
  });

  it('loses the mailbox from what a program writes above the answer to an invitation', async () => {
    const body = [
      '--b',
      'Content-Type: text/plain',
      '',
      'jane@example.com has accepted this invitation.',
      '--b',
      'Content-Type: text/calendar',
      '',
      'BEGIN:VCALENDAR',
      'METHOD:REPLY',
      'END:VCALENDAR',
      '--b--',
      '',
    ].join('\r\n');
    const { text } = await reply(plain(`${toContact}\r\nContent-Type: multipart/mixed; boundary=b`, body));
    expect(text).toContain('\r\nshop@alias.test has accepted this invitation.\r\n');
    const asked = body.replace('METHOD:REPLY', 'METHOD:REQUEST');
    const other = await reply(plain(`${toContact}\r\nContent-Type: multipart/mixed; boundary=b`, asked));
    expect(other.text).toContain('\r\njane@example.com has accepted');
  });

  it('accepts an invitation as the alias', async () => {
    const calendar = [
      'BEGIN:VCALENDAR',
      'METHOD:REPLY',
      'BEGIN:VEVENT',
      'ORGANIZER:mailto:r.boss.firm.test@alias.test',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@example.com',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const { text } = await reply(
      plain(`${toContact}\r\nContent-Type: text/calendar; method=REPLY`, calendar),
    );
    expect(text).toContain('\r\nORGANIZER:mailto:boss@firm.test\r\n');
    expect(text).toContain('\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:shop@alias.test\r\n');
  });

  it('makes the contact when there is none, as after the form alias+user=dom.tld was let go', async () => {
    const delivery = {
      ...replyDelivery,
      contactId: undefined,
      recipient: 'shop+author=sender.test@alias.test',
    };
    const { text, ensured } = await reply(plain('To: shop+author=sender.test@alias.test'), { delivery });
    expect(ensured).toEqual(['author@sender.test']);
    expect(text).toContain('\r\nTo: author@sender.test\r\n');
  });

  it('carries a loop token that is not that of the forward', async () => {
    const { text } = await reply(plain(toContact));
    const forward = await attemptTo(sampleDelivery(), { content: contentOf(plain(toContact)), signer });
    const tokenOf = (message: string) => /^X-SMTPy-Loop: ([0-9a-f]{32})\r$/m.exec(message)?.[1];
    expect(tokenOf(text)).toMatch(/^[0-9a-f]{32}$/);
    expect(tokenOf(text)).not.toBe(tokenOf(forward.sent[0]?.octets.toString() ?? ''));
  });

  it('is handed to our own listener when the contact is behind an alias of ours', async () => {
    const ways: string[] = [];
    const way = (name: string) => ({
      send: () => {
        ways.push(name);
        return Promise.resolve({ kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } } as const);
      },
    });
    const content = contentOf(plain(toContact));
    const isOwnDomain = () => Promise.resolve(true);
    const ours = { content, signer, isOwnDomain, transport: way('out') };
    await attemptTo(replyDelivery, { ...ours, localTransport: way('local') });
    await attemptTo(replyDelivery, ours);
    await attemptTo(replyDelivery, {
      ...ours,
      isOwnDomain: () => Promise.resolve(false),
      localTransport: way('local'),
    });
    expect(ways).toEqual(['local', 'out', 'out']);
  });

  it('waits for an alias that is gone', async () => {
    const { outcome, sent } = await attemptTo(replyDelivery, {
      content: contentOf(plain(toContact)),
      signer,
      loadAlias: () => Promise.resolve(undefined),
    });
    expect(outcome).toMatchObject({ kind: 'deferred', evidence: { stage: 'identities' } });
    expect(sent).toEqual([]);
  });
});
