import { createPrivateKey } from 'node:crypto';
import {
  BodyHash,
  findHeaderEnd,
  formatDkimRecord,
  generateDkimKey,
  parseAddress,
  parseReturnPath,
  type Address,
} from '@smtpy/mail';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentEvents, systemClock } from '../../observe/index.ts';
import type { ClaimedDelivery, DeliveryOutcome, OpenedContent } from '../../queue/index.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import type { OutgoingMessage } from '../transport.ts';
import { createAttempt, type AttemptDependencies, type SigningKey } from './index.ts';

const signal = new AbortController().signal;
const returnPathKey = Buffer.alloc(32, 1);
const loopTokenKey = Buffer.alloc(32, 2);
const delivered: DeliveryOutcome = { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } };
let signingKey: SigningKey;
let dkimRecord: string;

beforeAll(async () => {
  const { publicKeyDer, privateKeyDer } = await generateDkimKey();
  dkimRecord = formatDkimRecord(publicKeyDer);
  signingKey = {
    selector: 's1',
    key: createPrivateKey({ key: privateKeyDer, format: 'der', type: 'pkcs8' }),
  };
});

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const received = Buffer.from(
  'From: Author <author@sender.test>\r\nTo: shop@alias.test\r\nSubject: caf\xe9\r\n\r\n.dot\r\nbody \xe9\0\r\n\r\n',
  'latin1',
);

function contentOf(data: Buffer): OpenedContent {
  const headerBytes = findHeaderEnd(data);
  const hash = new BodyHash();
  hash.update(data.subarray(headerBytes));
  async function* body(): AsyncIterable<Buffer> {
    yield await Promise.resolve(data.subarray(headerBytes));
  }
  return {
    sizeBytes: data.length,
    headerBytes,
    bodyHash: hash.digest(),
    traceHeader: Buffer.from('Received: from sender.test by us.test;\r\n Tue, 1 Jan 2030 00:00:00 +0000\r\n'),
    header: () => Promise.resolve(data.subarray(0, headerBytes)),
    body,
  };
}

interface Sent {
  readonly message: OutgoingMessage;
  readonly octets: Buffer;
}

async function attempt(delivery: ClaimedDelivery, changes: Partial<AttemptDependencies> = {}) {
  const sent: Sent[] = [];
  const failures: unknown[] = [];
  const run = createAttempt({
    queue: { openContent: () => Promise.resolve(contentOf(received)) },
    loadContact: () => Promise.resolve({ replyAddress: address('r.abcd@alias.test') }),
    loadSigningKey: () => Promise.resolve(signingKey),
    returnPathKey,
    loopTokenKey,
    transport: {
      send: async (message) => {
        sent.push({ message, octets: Buffer.concat(await Array.fromAsync(message.chunks())) });
        return delivered;
      },
    },
    events: { ...silentEvents, failed: (_action, error) => failures.push(error) },
    clock: systemClock,
    ...changes,
  });
  return { outcome: await run(delivery, signal), sent, failures };
}

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
    const resolver = (name: string) =>
      name === 's1._domainkey.alias.test' ? Promise.resolve([[dkimRecord]]) : Promise.reject(new Error(name));
    const { results } = await dkimVerify(only.octets, { resolver });
    expect(results).toMatchObject([{ signingDomain: 'alias.test', status: { result: 'pass' } }]);
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

  it.each([
    [
      'contact',
      { loadContact: () => Promise.resolve(undefined) },
      'the contact of the author does not exist',
    ],
    ['key', { loadSigningKey: () => Promise.resolve(undefined) }, 'the domain alias.test has no DKIM key'],
  ])('is deferred without a %s', async (_, changes, explanation) => {
    const { outcome, sent } = await attempt(sampleDelivery(), changes);
    expect(outcome).toMatchObject({ kind: 'deferred', evidence: { stage: 'identities', explanation } });
    expect(sent).toEqual([]);
  });

  it('is deferred for a mode that is not known here', async () => {
    const { outcome } = await attempt(sampleDelivery({ mode: 'preserve' }));
    expect(outcome).toMatchObject({ kind: 'deferred', evidence: { stage: 'transform' } });
  });

  it('is deferred, with the cause in the log alone, when something unexpected happens', async () => {
    const { outcome, failures } = await attempt(sampleDelivery(), {
      queue: { openContent: () => Promise.reject(new Error('table contents is on fire')) },
    });
    expect(outcome).toMatchObject({ kind: 'deferred', evidence: { stage: 'content' } });
    expect(JSON.stringify(outcome)).not.toContain('fire');
    expect(failures).toMatchObject([{ step: 'content', cause: { message: 'table contents is on fire' } }]);
  });
});
