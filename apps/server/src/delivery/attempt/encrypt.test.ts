import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { corpus } from '@smtpy/testkit';
import { decrypt, generateKey, readMessage, readPrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryMode, OpenedContent } from '../../queue/index.ts';
import { attemptTo, contentOf, createSigner, type TestSigner } from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { verifySignatures } from '../testdata/verified.ts';
import type { OutgoingMessage } from '../transport.ts';
import type { AttemptDependencies } from './index.ts';

let signer: TestSigner;
let keys: { readonly publicKey: string; readonly privateKey: string };
let endedKey: string;

beforeAll(async () => {
  signer = await createSigner();
  const userIDs = [{ email: 'jane@example.com' }];
  keys = await generateKey({ userIDs, format: 'armored' });
  const anHourAgo = new Date(Date.now() - 3_600_000);
  endedKey = (await generateKey({ userIDs, date: anHourAgo, keyExpirationTime: 60, format: 'armored' }))
    .publicKey;
});

const message = corpus.multipart({
  messageId: '<1@sender.test>',
  headerFrom: 'Author <author@sender.test>',
  headerTo: 'shop@alias.test',
});

const withKey = (publicKey: string, hidesSubject = false): Partial<AttemptDependencies> => ({
  loadMailboxKey: () => Promise.resolve({ publicKey, hidesSubject }),
});

function forward(
  changes: Partial<AttemptDependencies>,
  { mode = 'rewrite', data = message }: { readonly mode?: DeliveryMode; readonly data?: Buffer } = {},
) {
  return attemptTo(sampleDelivery({ mode }), { content: contentOf(data), signer, ...changes });
}

async function decrypted(octets: Buffer): Promise<Buffer> {
  const text = octets.toString('latin1');
  const armoredMessage = /-----BEGIN PGP MESSAGE-----[^-]*-----END PGP MESSAGE-----/u.exec(text)?.[0] ?? '';
  const result: { readonly data: unknown } = await decrypt({
    message: await readMessage({ armoredMessage }),
    decryptionKeys: await readPrivateKey({ armoredKey: keys.privateKey }),
    format: 'binary',
  });
  return Buffer.from(result.data as Uint8Array);
}

describe('a forward to a mailbox that has a key', () => {
  it.each(['rewrite', 'preserve', 'adaptive'] as const)(
    'leaves encrypted, as our own and signed, in mode %s',
    async (mode) => {
      const { outcome, sent } = await forward(withKey(keys.publicKey), { mode });
      const octets = sent[0]?.octets ?? Buffer.alloc(0);
      expect(outcome).toMatchObject({
        kind: 'delivered',
        evidence: { sentIn: 'rewrite', changes: ['encrypted with the OpenPGP key of the mailbox'] },
      });
      expect(sent[0]?.message.sizeBytes).toBe(octets.length);
      expect(octets.toString('latin1')).toContain('<r.author.sender.test@alias.test>');
      expect(octets.toString('latin1')).toMatch(/^Content-Type: multipart\/encrypted;/mu);
      const records = { 's1._domainkey.alias.test': signer.dkimRecord };
      expect(await verifySignatures(octets, records)).toMatchObject({ dkim: ['alias.test=pass'] });
      const body = message.subarray(message.indexOf('\r\n\r\n') + 4);
      const plain = await decrypted(octets);
      expect(plain.subarray(plain.indexOf('\r\n\r\n') + 4).equals(body)).toBe(true);
    },
  );

  it('hides its subject when that is wanted', async () => {
    const { sent } = await forward(withKey(keys.publicKey, true));
    const octets = sent[0]?.octets ?? Buffer.alloc(0);
    expect(octets.toString('latin1')).toContain('\r\nSubject: ...\r\n');
    const subject = /^Subject: .*\r\n/mu.exec(message.toString('latin1'))?.[0] ?? 'none';
    expect((await decrypted(octets)).toString('latin1')).toContain(subject);
  });

  it('may be tried on several hosts, with the same octets', async () => {
    const tries: Buffer[] = [];
    const send = async ({ chunks }: OutgoingMessage) => {
      for (let host = 0; host < 2; host += 1) tries.push(Buffer.concat(await Array.fromAsync(chunks())));
      return { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } } as const;
    };
    await forward({ ...withKey(keys.publicKey), transport: { send } });
    expect(tries).toHaveLength(2);
    expect(tries[1]?.equals(tries[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it('stays as it is when its author encrypted it', async () => {
    const data = Buffer.from(
      'From: author@sender.test\r\nContent-Type: multipart/encrypted; boundary=b;\r\n' +
        ' protocol="application/pgp-encrypted"\r\n\r\n--b--\r\n',
    );
    const { outcome, sent } = await forward(withKey(keys.publicKey), { data });
    expect(outcome.evidence.changes).toBeUndefined();
    expect(sent[0]?.octets.toString()).toMatch(/\r\n\r\n--b--\r\n$/u);
  });
});

describe('nothing is sent, in no mode,', () => {
  it.each([
    ['expired', () => endedKey],
    ['not an OpenPGP public key', () => 'nonsense'],
    ['not an OpenPGP public key', () => keys.publicKey.slice(0, 300)],
    ['private key', () => keys.privateKey],
  ])('when the key is %s: a person decides', async (words, keyOf) => {
    for (const mode of ['rewrite', 'preserve', 'adaptive'] as const) {
      const { outcome, sent, failures } = await forward(withKey(keyOf()), { mode });
      expect(outcome).toEqual({
        kind: 'held',
        holdReason: 'not_encrypted',
        evidence: { stage: 'encrypt', explanation: expect.stringContaining(words) as string, durationMs: 0 },
      });
      expect([sent, failures]).toEqual([[], []]);
    }
  });

  it('when it is not known whether there is a key: it is tried again', async () => {
    const loadMailboxKey = () => Promise.reject(new Error('the database is gone'));
    for (const mode of ['rewrite', 'preserve', 'adaptive'] as const) {
      const { outcome, sent } = await forward({ loadMailboxKey }, { mode });
      expect(outcome).toMatchObject({ kind: 'deferred', evidence: { stage: 'key' } });
      expect(sent).toEqual([]);
    }
  });
});

it('replies and notices are not encrypted', async () => {
  for (const kind of ['reply', 'notice'] as const) {
    const content = contentOf(Buffer.from('From: jane@example.com\r\nTo: x@y.test\r\n\r\nhello\r\n'));
    const { sent } = await attemptTo(sampleDelivery({ kind }), {
      content,
      signer,
      ...withKey(keys.publicKey),
    });
    expect(sent[0]?.octets.toString()).toMatch(/hello\r\n$/u);
  }
});

describe('20 MB', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const chunkBytes = 262_144;
  const chunkCount = 80;
  /** One is worked on, the next is on its way. */
  const allowedChunks = 8;

  it('are encrypted in bounded memory', async () => {
    let mostHeld = 0;
    async function* body(): AsyncIterable<Buffer> {
      const memories: WeakRef<ArrayBufferLike>[] = [];
      for (let count = 1; count <= chunkCount; count += 1) {
        const made = Buffer.alloc(chunkBytes, count);
        memories.push(new WeakRef(made.buffer));
        yield made;
        if (count % 10 !== 0) continue;
        // A weak reference made in this turn of the loop holds until its end.
        await setImmediate();
        collectGarbage();
        mostHeld = Math.max(mostHeld, memories.filter((memory) => memory.deref() !== undefined).length);
      }
    }
    const header = Buffer.from('From: author@sender.test\r\nContent-Type: application/octet-stream\r\n\r\n');
    const content: OpenedContent = {
      ...contentOf(header),
      sizeBytes: header.length + chunkCount * chunkBytes,
      body,
    };
    let sentBytes = 0;
    const send = async ({ sizeBytes, chunks }: OutgoingMessage) => {
      for await (const chunk of chunks()) sentBytes += chunk.length;
      expect(sentBytes).toBe(sizeBytes);
      return { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } } as const;
    };
    const { outcome } = await attemptTo(sampleDelivery(), {
      content,
      signer,
      ...withKey(keys.publicKey),
      transport: { send },
    });
    expect(outcome.kind).toBe('delivered');
    expect(sentBytes).toBeGreaterThan((chunkCount * chunkBytes * 4) / 3);
    expect(mostHeld).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThanOrEqual(allowedChunks);
  }, 60_000);
});
