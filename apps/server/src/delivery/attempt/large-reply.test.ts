import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenedContent } from '../../queue/index.ts';
import { attemptTo, contentOf, createSigner, type TestSigner } from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import type { OutgoingMessage } from '../transport.ts';

const attachmentBytes = 45 * 1024 * 1024;
/** One chunk is worked on, the next is on its way, and a part that may be edited is at most 1 MiB. */
const allowedChunks = 8;
/** A collection of garbage takes some milliseconds; this often shows what piles up. */
const chunksBetweenLooks = 15;

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

const header = Buffer.from(
  'From: jane@example.com\r\nTo: r.author.sender.test@alias.test\r\nMessage-ID: <m1@example.com>\r\n' +
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n',
);
const head = Buffer.from(
  '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee below.\r\n\r\n' +
    'On Tue, Jan 1, 2030 at 1:00 AM Jane <jane@example.com> wrote:\r\n> Hello.\r\n' +
    '--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n',
);
const chunk = Buffer.alloc(78 * 3_360, `${'QUJD'.repeat(19)}\r\n`);
const chunkCount = Math.ceil(attachmentBytes / chunk.length);
const tail = Buffer.from('--b--\r\n');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** How many of the chunks that were read are still held by anyone, at most, over all passes. */
let mostHeld = 0;
/** Octets that the pass under way has read. */
let readBytes = 0;

/** The attachment is made while it is read, so that the test holds none of it either. */
async function* makeBody(): AsyncIterable<Buffer> {
  const memories: WeakRef<ArrayBufferLike>[] = [];
  readBytes = head.length;
  yield head;
  for (let count = 1; count <= chunkCount; count += 1) {
    const made = Buffer.from(chunk);
    memories.push(new WeakRef(made.buffer));
    readBytes += made.length;
    yield made;
    if (count % chunksBetweenLooks === 0) mostHeld = Math.max(mostHeld, await countHeld(memories));
  }
  yield tail;
}

async function countHeld(memories: readonly WeakRef<ArrayBufferLike>[]): Promise<number> {
  // A weak reference made in this turn of the loop holds until its end.
  await setImmediate();
  collectGarbage();
  return memories.filter((memory) => memory.deref() !== undefined).length;
}

const sizeBytes = header.length + head.length + chunkCount * chunk.length + tail.length;
const content: OpenedContent = {
  ...contentOf(header),
  sizeBytes,
  headerBytes: header.length,
  header: () => Promise.resolve(header),
  body: makeBody,
};

describe('a reply of 45 MiB with one edited part', () => {
  it('is measured, signed and sent in bounded memory', async () => {
    let [sentBytes, edits, furthestAhead] = [0, 0, 0];
    const consume = async (message: OutgoingMessage) => {
      readBytes = 0;
      for await (const octets of message.chunks()) {
        sentBytes += octets.length;
        furthestAhead = Math.max(furthestAhead, readBytes - sentBytes);
        if (octets.includes('On Tue, Jan 1, 2030 at 1:00 AM Jane <shop@alias.test> wrote:')) edits += 1;
        expect(octets.includes('jane@example.com')).toBe(false);
      }
      expect(sentBytes).toBe(message.sizeBytes);
      return { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } } as const;
    };
    const { outcome } = await attemptTo(
      sampleDelivery({ kind: 'reply', destination: 'author@sender.test', mailFrom: 'jane@example.com' }),
      { content, signer, transport: { send: consume } },
    );
    expect(outcome).toMatchObject({ kind: 'delivered', evidence: { changes: [expect.any(String)] } });
    expect([edits, sentBytes > attachmentBytes]).toEqual([1, true]);
    expect(mostHeld).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThanOrEqual(allowedChunks);
    expect(furthestAhead).toBeLessThan(allowedChunks * chunk.length);
  }, 60_000);
});
