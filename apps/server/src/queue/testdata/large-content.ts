import { randomBytes } from 'node:crypto';
import { newId } from '../../db/index.ts';
import type { OpenedContent } from '../content.ts';
import { CHUNK_BYTES } from '../content-writer.ts';
import type { Queue } from '../queue.ts';
import type { Acceptance } from '../types.ts';
import { sampleAcceptance, type SampleWishes } from './acceptance.ts';

/** The header block of every large content. */
export const largeHeader = Buffer.from('From: Ann <ann@sender.example>\r\nSubject: hello\r\n\r\n');

/** Writes large content the way a session does. Two chunks and a bit unless told otherwise. */
export async function writeLarge(
  queue: Queue,
  wishes: SampleWishes = {},
  { sizeBytes = 2 * CHUNK_BYTES + 17, pieceBytes = CHUNK_BYTES } = {},
): Promise<{ readonly acceptance: Acceptance; readonly data: Buffer }> {
  const contentId = newId();
  const data = Buffer.concat([largeHeader, randomBytes(sizeBytes - largeHeader.length)]);
  const writer = queue.createContentWriter(contentId);
  for (let start = 0; start < data.length; start += pieceBytes)
    await writer.write(data.subarray(start, start + pieceBytes));
  return {
    acceptance: sampleAcceptance({ ...wishes, contentId, data, chunkCount: writer.chunkCount }),
    data,
  };
}

/** All octets of a content. */
export async function readWhole(content: OpenedContent): Promise<Buffer> {
  return Buffer.concat([await content.header(), ...(await Array.fromAsync(content.body()))]);
}
