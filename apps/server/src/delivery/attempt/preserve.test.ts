import { findHeaderEnd, parseSrs } from '@smtpy/mail';
import {
  corpus,
  generateKeyPairPem,
  signWithDkim,
  startScriptedMx,
  type KeyPairPem,
  type MxBehaviours,
  type ScriptedMx,
} from '@smtpy/testkit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../config/index.ts';
import type { ClaimedDelivery } from '../../queue/index.ts';
import type { Pairing } from '../learned/index.ts';
import { createRelayTransport } from '../relay-transport.ts';
import {
  address,
  attemptTo,
  contentOf,
  createSigner,
  testKeys,
  type TestSigner,
} from '../testdata/attempts.ts';
import { patientDeadlines, sampleDelivery } from '../testdata/outgoing.ts';
import { verifySignatures } from '../testdata/verified.ts';
import type { Transport } from '../transport.ts';

let signer: TestSigner;
let author: KeyPairPem;
let mx: ScriptedMx;
let transport: Transport;

beforeAll(async () => {
  [signer, author] = await Promise.all([createSigner(), generateKeyPairPem()]);
});

beforeEach(async () => {
  mx = await startScriptedMx();
  const relayUrl = new Secret(`smtp://127.0.0.1:${String(mx.port)}`);
  transport = createRelayTransport({ relayUrl, hostname: 'us.test', deadlines: patientDeadlines });
});

afterEach(async () => {
  await transport[Symbol.asyncDispose]();
  await mx.close();
});

const messageOptions = {
  messageId: '<1@sender.test>',
  headerFrom: 'Author <author@sender.test>',
  headerTo: 'shop@alias.test',
};

function signedByAuthor(message: Buffer): Promise<Buffer> {
  return signWithDkim(message, {
    domain: 'sender.test',
    selector: 'a1',
    privateKeyPem: author.privateKeyPem,
  });
}

function verify(octets: Buffer) {
  return verifySignatures(octets, {
    'a1._domainkey.sender.test': author.dkimRecord,
    's1._domainkey.alias.test': signer.dkimRecord,
  });
}

/** Attempts over the scripted MX. */
function send(delivery: ClaimedDelivery, data: Buffer, learned: Pairing[] = []) {
  return attemptTo(delivery, {
    signer,
    content: contentOf(data),
    transport,
    learned: {
      isLearned: () => Promise.resolve(learned.length > 0),
      remember: (pairing) => {
        learned.push(pairing);
        return Promise.resolve();
      },
    },
  });
}

/** When a UUIDv7 was made (RFC 9562 §5.7). */
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));
}

const preserved = sampleDelivery({ mode: 'preserve' });
const adaptive = sampleDelivery({ mode: 'adaptive' });

describe('a forward in mode preserve', () => {
  it.each(['plain', 'multipart', 'windows1250', 'calendar', 'dotLines', 'longLines'] as const)(
    'leaves a message of the kind %s with the signature of its author and our seal, and no signature of ours',
    async (kind) => {
      const original = await signedByAuthor(corpus[kind](messageOptions));
      const { outcome } = await send(preserved, original);
      expect(outcome).toMatchObject({ kind: 'delivered', evidence: { sentIn: 'preserve' } });
      const [received] = mx.messages;
      if (received === undefined) throw new Error('nothing arrived');
      expect(received.data.toString('latin1').endsWith(original.toString('latin1'))).toBe(true);
      expect(await verify(received.data)).toEqual({
        dkim: ['sender.test=pass'],
        arc: 'pass',
        arcInstance: 1,
      });
      expect(mx.violations).toEqual([]);
    },
  );

  it('adds our trace, the mark of the alias and nothing else', async () => {
    const original = corpus.plain(messageOptions);
    await send(preserved, original);
    const data = mx.messages[0]?.data ?? Buffer.alloc(0);
    const added = data.subarray(0, data.length - original.length).toString();
    const names = [...added.matchAll(/^([A-Za-z-]+):/gm)].map(([, name]) => name);
    expect(names).toEqual([
      'ARC-Seal',
      'ARC-Message-Signature',
      'ARC-Authentication-Results',
      'Received',
      'Authentication-Results',
      'X-SMTPy-Loop',
    ]);
  });

  it('goes on with the chain of a list that sealed it before', async () => {
    const { octets } = await sealedOnce();
    const authentication = { ...preserved.authentication, arc: { result: 'pass' } };
    await send({ ...preserved, authentication }, octets);
    expect(await verify(mx.messages[0]?.data ?? octets)).toMatchObject({ arc: 'pass', arcInstance: 2 });
  });

  it('leaves with a reverse path by which the bounce is known', async () => {
    await send(preserved, corpus.plain(messageOptions));
    const mailFrom = address(mx.messages[0]?.mailFrom ?? '');
    expect(mailFrom.localPart).toMatch(/^SRS0=.*=sender\.test=author$/i);
    const found = parseSrs(mailFrom, testKeys.returnPathKey, timeOf(preserved.id));
    if (found.kind !== 'valid') throw new Error(`it is ${found.kind}`);
    expect(found.idFloor <= preserved.id && preserved.id <= found.idCeiling).toBe(true);
  });

  it('leaves with a path of ours alone where the author does not fit, and with none where there was none', async () => {
    await send({ ...preserved, mailFrom: `${'long'.repeat(12)}@sender.test` }, corpus.plain(messageOptions));
    await send({ ...preserved, mailFrom: '' }, corpus.plain(messageOptions));
    expect(mx.messages.map(({ mailFrom }) => mailFrom.replace(/^b-[a-z2-7]{45}@/, 'b-…@'))).toEqual([
      'b-…@alias.test',
      '',
    ]);
  });

  async function sealedOnce() {
    await send(preserved, await signedByAuthor(corpus.plain(messageOptions)));
    const octets = mx.messages[0]?.data;
    if (octets === undefined) throw new Error('nothing arrived');
    await transport[Symbol.asyncDispose]();
    await mx.close();
    mx = await startScriptedMx();
    const relayUrl = new Secret(`smtp://127.0.0.1:${String(mx.port)}`);
    transport = createRelayTransport({ relayUrl, hostname: 'us.test', deadlines: patientDeadlines });
    return { octets };
  }
});

describe('a forward in mode adaptive', () => {
  const refusal = '550 5.7.26 Unauthenticated email from sender.test is not accepted due to DMARC policy';

  it('is refused for its author, and leaves at once as ours', async () => {
    const learned: Pairing[] = [];
    mx.on.body = ({ attempt }) => (attempt === 1 ? refusal : undefined);
    const original = await signedByAuthor(corpus.multipart(messageOptions));
    const { outcome } = await send(adaptive, original, learned);
    expect(outcome).toMatchObject({
      kind: 'delivered',
      evidence: { sentIn: 'rewrite', refusedAsPreserve: { reply: { code: 550, enhanced: '5.7.26' } } },
    });
    expect(outcome.evidence.failure).toBeUndefined();
    const [first, second] = [mx.unacceptedMessages[0]?.data, mx.messages[0]?.data];
    if (first === undefined || second === undefined) throw new Error('two messages should have been sent');
    expect(await verify(first)).toMatchObject({ dkim: ['sender.test=pass'], arc: 'pass' });
    expect(await verify(second)).toMatchObject({ dkim: ['alias.test=pass'], arc: 'none' });
    expect(second.subarray(findHeaderEnd(second))).toEqual(original.subarray(findHeaderEnd(original)));
    expect(learned).toEqual([{ authorDomain: 'sender.test', destinationDomain: 'example.com' }]);

    await send(adaptive, original, learned);
    expect([mx.messages.length, mx.unacceptedMessages.length]).toEqual([2, 1]);
  });

  it.each(['mail', 'rcpt', 'data'] as const)('leaves as ours after a refusal at %s, too', async (stage) => {
    mx.on[stage] = ({ commandLine, mailFrom }) =>
      /SRS0=/i.test(`${commandLine} ${mailFrom}`) ? refusal.replace('550 5', '451 4') : undefined;
    const { outcome } = await send(adaptive, corpus.plain(messageOptions));
    expect(outcome).toMatchObject({ kind: 'delivered', evidence: { sentIn: 'rewrite' } });
  });

  it.each<[string, MxBehaviours]>([
    ['broke off without a word', { body: { kind: 'close' } }],
    ['said so before the content ended', { data: { kind: 'raw', octets: `354 go ahead\r\n${refusal}\r\n` } }],
  ])('is not sent twice where the host %s, and so may have taken it', async (_, behaviours) => {
    Object.assign(mx.on, behaviours);
    const learned: Pairing[] = [];
    const { outcome } = await send(adaptive, corpus.plain(messageOptions), learned);
    expect(outcome).toMatchObject({ kind: 'deferred', evidence: { sentIn: 'preserve' } });
    expect(outcome).not.toHaveProperty('mayHaveArrived');
    expect([mx.connections, learned]).toEqual([1, []]);
  });

  it('is told how the second try ended', async () => {
    mx.on.body = ({ attempt }) => (attempt === 1 ? refusal : '550 5.1.1 no such user');
    const { outcome } = await send(adaptive, corpus.plain(messageOptions));
    expect(outcome).toMatchObject({
      kind: 'bounced',
      evidence: {
        sentIn: 'rewrite',
        reply: { enhanced: '5.1.1' },
        refusedAsPreserve: { reply: { enhanced: '5.7.26' } },
        failure: { failureClass: 'hard' },
      },
    });
  });
});
