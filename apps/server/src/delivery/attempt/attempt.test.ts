import { findHeaderEnd, parseReturnPath } from '@smtpy/mail';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClaimedDelivery, DeliveryOutcome } from '../../queue/index.ts';
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

const { returnPathKey } = testKeys;
const delivered: DeliveryOutcome = {
  kind: 'delivered',
  evidence: { stage: 'body', sentIn: 'rewrite', durationMs: 1 },
};
let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

const received = Buffer.from(
  'From: Author <author@sender.test>\r\nTo: shop@alias.test\r\nSubject: caf\xe9\r\n\r\n.dot\r\nbody \xe9\0\r\n\r\n',
  'latin1',
);

const attempt = (delivery: ClaimedDelivery, changes: Partial<AttemptDependencies> = {}) =>
  attemptTo(delivery, { content: contentOf(received), signer, ...changes });

describe('an attempt', () => {
  it('sends the stored body unchanged under a signed header block, and says its exact size', async () => {
    const { outcome, sent } = await attempt(sampleDelivery());
    expect(outcome).toEqual(delivered);
    const [only] = sent;
    if (only === undefined) throw new Error('nothing was sent');
    const bodyOf = (data: Buffer) => data.subarray(findHeaderEnd(data)).toString('latin1');
    expect(bodyOf(only.octets)).toBe(bodyOf(received));
    expect(only.message.sizeBytes).toBe(only.octets.length);
    expect(only.message.rcptTo).toBe('jane@example.com');
    const records = { 's1._domainkey.alias.test': signer.dkimRecord };
    expect(await verifySignatures(only.octets, records)).toMatchObject({ dkim: ['alias.test=pass'] });
  });

  it('leaves with a reverse path that names the delivery', async () => {
    const delivery = sampleDelivery();
    const { sent } = await attempt(delivery);
    const mailFrom = address(sent[0]?.message.mailFrom ?? '');
    expect(mailFrom.domain).toBe('alias.test');
    const afterDays = (days: number) => new Date(delivery.createdAt.getTime() + days * 86_400_000);
    expect(parseReturnPath(mailFrom, returnPathKey, afterDays(29))).toEqual({
      kind: 'valid',
      deliveryId: delivery.id,
    });
    expect(parseReturnPath(mailFrom, returnPathKey, afterDays(32)).kind).toBe('expired');
  });

  it('keeps the null reverse path', async () => {
    const { sent } = await attempt(sampleDelivery({ mailFrom: '' }));
    expect(sent[0]?.message.mailFrom).toBe('');
  });

  it('is deferred without a key', async () => {
    const { outcome, sent } = await attempt(sampleDelivery(), {
      loadSigningKey: () => Promise.resolve(undefined),
    });
    expect(outcome).toMatchObject({
      kind: 'deferred',
      evidence: { stage: 'signer', explanation: 'the domain alias.test has no DKIM key' },
    });
    expect(sent).toEqual([]);
  });

  it('makes the contact of the author anew when it is gone, and is deferred when nobody can be read there', async () => {
    const changes = { loadContact: () => Promise.resolve(undefined) };
    const { outcome, ensured } = await attempt(sampleDelivery(), changes);
    expect([outcome.kind, ensured]).toEqual(['delivered', ['author@sender.test']]);
    const content = contentOf(Buffer.from('Subject: x\r\n\r\n'));
    expect(
      (
        await attempt(sampleDelivery(), {
          ...changes,
          ...{ queue: { openContent: () => Promise.resolve(content) } },
        })
      ).outcome,
    ).toMatchObject({
      kind: 'deferred',
      evidence: { stage: 'identities', explanation: 'the contact of the author does not exist' },
    });
  });

  it('is deferred, with the cause in the log alone, when something unexpected happens', async () => {
    const { outcome, failures } = await attempt(sampleDelivery(), {
      queue: { openContent: () => Promise.reject(new Error('table contents is on fire')) },
    });
    expect(outcome).toMatchObject({
      kind: 'deferred',
      evidence: { stage: 'content', failure: { failureClass: 'soft', cause: 'internal' } },
    });
    expect(JSON.stringify(outcome)).not.toContain('fire');
    expect(failures).toMatchObject([{ step: 'content', cause: { message: 'table contents is on fire' } }]);
  });
});
