import { parseReturnPath } from '@smtpy/mail';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryKind } from '../../queue/index.ts';
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

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

const written = Buffer.from(
  'From: SMTPy <mailer-daemon@alias.test>\r\nTo: jane@example.com\r\nSubject: A mailbox rests\r\nAuto-Submitted: auto-generated\r\n\r\nIt does.\r\n',
);

async function send(kind: DeliveryKind) {
  const delivery = sampleDelivery({
    kind,
    aliasId: undefined,
    contactId: undefined,
    recipient: 'jane@example.com',
    sentAs: 'mailer-daemon@alias.test',
    mailFrom: '',
  });
  const content = { ...contentOf(written), traceHeader: Buffer.alloc(0) };
  const { sent, outcome } = await attemptTo(delivery, { content, signer });
  const [only] = sent;
  if (only === undefined) throw new Error(JSON.stringify(outcome));
  return { ...only, outcome, delivery };
}

describe.each(['notice', 'probe'] as const)('a %s', (kind) => {
  it('leaves as it was written, signed for our domain', async () => {
    const { octets, outcome } = await send(kind);
    expect(octets.toString().endsWith(`\r\n${written.toString()}`)).toBe(true);
    expect(octets.toString()).toMatch(/^DKIM-Signature:/);
    const records = { 's1._domainkey.alias.test': signer.dkimRecord };
    expect(await verifySignatures(octets, records)).toMatchObject({ dkim: ['alias.test=pass'] });
    expect(outcome.evidence).toEqual({ stage: 'body', durationMs: 1 });
  });
});

describe('the reverse path', () => {
  it('of a notice is null', async () => {
    expect((await send('notice')).message.mailFrom).toBe('');
  });

  it('of a probe names it', async () => {
    const { message, delivery } = await send('probe');
    expect(parseReturnPath(address(message.mailFrom), testKeys.returnPathKey, delivery.createdAt)).toEqual({
      kind: 'valid',
      deliveryId: delivery.id,
    });
  });
});
