import { BodyHash } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../queue/index.ts';
import { ContentIntake, type ContentObserver } from './content-intake.ts';
import { MemoryBudget } from './memory-budget.ts';

/** Remembers what it saw. */
interface RecordingObserver extends ContentObserver {
  readonly header: Buffer;
  readonly pieces: Buffer[];
}

function open(
  options: {
    readonly declaredBytes?: number;
    readonly failAtChunk?: number;
    readonly maxBytes?: number;
    readonly keepsBeginning?: boolean;
  } = {},
) {
  const written: Buffer[] = [];
  const observers: RecordingObserver[] = [];
  const budget = new MemoryBudget(CHUNK_BYTES);
  let abandoned = 0;
  const intake = new ContentIntake<RecordingObserver>({
    maxMessageBytes: options.maxBytes ?? 10_000_000,
    declaredBytes: options.declaredBytes,
    reservation: budget.reserve(0),
    keepsBeginning: options.keepsBeginning ?? false,
    openWriter: () => ({
      write: (chunk) => {
        if (written.length === options.failAtChunk) return Promise.reject(new Error('no database'));
        written.push(Buffer.from(chunk));
        return Promise.resolve();
      },
      get chunkCount() {
        return written.length;
      },
      sizeBytes: 0,
      // eslint-disable-next-line @typescript-eslint/require-await -- the same shape as reading the database
      read: async function* () {
        yield* written;
      },
      abandon: () => Promise.resolve(void (abandoned += 1)),
    }),
    openObserver: (header) => {
      const observer: RecordingObserver = {
        header,
        pieces: [],
        write: (piece) => Promise.resolve(void observer.pieces.push(Buffer.from(piece))),
        abandon: () => undefined,
      };
      observers.push(observer);
      return observer;
    },
  });
  return { intake, written, observers, budget, abandoned: () => abandoned };
}

function message(bodyBytes: number): Buffer {
  const line = `${'0123456789abcde '.repeat(4)}\r\n`;
  return Buffer.from(`From: a@b.example\r\n\r\n${line.repeat(Math.ceil(bodyBytes / line.length))}`);
}

function hashOf(body: Buffer): Buffer {
  const hash = new BodyHash();
  hash.update(body);
  return hash.digest();
}

async function feed(intake: ContentIntake<RecordingObserver>, data: Buffer, pieceBytes: number) {
  for (let at = 0; at < data.length; at += pieceBytes) {
    // The buffer is used again, as sockets do.
    const piece = Buffer.from(data.subarray(at, at + pieceBytes));
    await intake.accept(piece);
    piece.fill(0);
  }
  return intake.finish();
}

describe('small content', () => {
  it.each([1, 7, 4_096, 1_000_000])('is kept as it is, in pieces of %i', async (pieceBytes) => {
    const data = message(3_000);
    const { intake, written } = open(pieceBytes === 7 ? { declaredBytes: data.length } : {});
    const result = await feed(intake, data, pieceBytes);
    expect(result).toMatchObject({ kind: 'whole', sizeBytes: data.length, headerBytes: 21 });
    if (result.kind !== 'whole' || result.stored.kind !== 'small') throw new Error('not small');
    expect(result.stored.data.equals(data)).toBe(true);
    expect(result.header.equals(data.subarray(0, 21))).toBe(true);
    expect(result.bodyHash.equals(hashOf(data.subarray(21)))).toBe(true);
    expect(written).toEqual([]);
  });

  it('of exactly one chunk is small', async () => {
    const data = message(CHUNK_BYTES).subarray(0, CHUNK_BYTES - 2);
    const whole = Buffer.concat([data, Buffer.from('\r\n')]);
    const { intake } = open();
    expect(await feed(intake, whole, 65_536)).toMatchObject({ kind: 'whole', stored: { kind: 'small' } });
  });

  it('may lie about its announced size', async () => {
    const data = message(50_000);
    const { intake } = open({ declaredBytes: 10 });
    expect(await feed(intake, data, 1_000)).toMatchObject({ kind: 'whole', sizeBytes: data.length });
  });

  it('without an empty line is all header', async () => {
    const { intake } = open();
    const data = Buffer.from('From: a@b.example\r\n');
    expect(await feed(intake, data, 100)).toMatchObject({ kind: 'whole', headerBytes: data.length });
  });

  it('may be empty', async () => {
    const { intake } = open();
    expect(await intake.finish()).toMatchObject({ kind: 'whole', sizeBytes: 0, headerBytes: 0 });
  });
});

describe('large content', () => {
  it.each([1_000, 65_536, 1_000_000])(
    'goes to the writer in whole chunks, in pieces of %i',
    async (pieceBytes) => {
      const data = message(1_000_000);
      const { intake, written, observers } = open();
      const result = await feed(intake, data, pieceBytes);
      expect(result).toMatchObject({ kind: 'whole', stored: { kind: 'large' }, headerBytes: 21 });
      if (result.kind !== 'whole') throw new Error('not whole');
      expect(written.slice(0, -1).every(({ length }) => length === CHUNK_BYTES)).toBe(true);
      expect(Buffer.concat(written).equals(data)).toBe(true);
      expect(Buffer.concat(observers[0]?.pieces ?? []).equals(data)).toBe(true);
      expect(observers[0]?.header.equals(data.subarray(0, 21))).toBe(true);
      expect(result.bodyHash.equals(hashOf(data.subarray(21)))).toBe(true);
    },
  );

  it('is read to its end when storing fails', async () => {
    const { intake, abandoned } = open({ failAtChunk: 1 });
    const data = message(1_000_000);
    expect(await feed(intake, data, 65_536)).toMatchObject({ kind: 'failed', sizeBytes: data.length });
    expect(abandoned()).toBeGreaterThan(0);
  });

  it('leaves nothing behind when it is too large', async () => {
    const { intake, abandoned, budget } = open({ maxBytes: 600_000 });
    const data = message(1_000_000);
    expect(await feed(intake, data, 65_536)).toEqual({
      kind: 'faulty',
      sizeBytes: data.length,
      fault: 'message_too_large',
    });
    expect(abandoned()).toBeGreaterThan(0);
    expect(budget.reservedOctets).toBeLessThanOrEqual(2 * CHUNK_BYTES);
  });

  it('must have ended its header in the first chunk', async () => {
    const { intake, written } = open();
    const data = Buffer.from(`${'X: y\r\n'.repeat(60_000)}\r\nbody\r\n`);
    expect(await feed(intake, data, 65_536)).toMatchObject({ kind: 'faulty', fault: 'header_too_large' });
    expect(written).toEqual([]);
  });
});
