import { Readable } from 'node:stream';
import { ContentMissingError, type OpenedContent, type Queue } from '../queue/index.ts';
import type { MessageDetails } from './message.ts';

/** What reading content needs. */
export interface ContentDependencies {
  readonly queue: Pick<Queue, 'openForReading'>;
}

/** As much of a header block as a page can show; no honest header has more. */
const maxHeaderBytes = 65_536;

/** The content of a message, sealed or not; undefined where it is gone, or nobody's to read. */
export async function findContent(
  { queue }: ContentDependencies,
  message: Pick<MessageDetails, 'id' | 'organizationId'>,
): Promise<OpenedContent | undefined> {
  const { id: messageId, organizationId } = message;
  // Expected: the last delivery that needed it has ended, or we wrote it ourselves.
  try {
    return await queue.openForReading({ messageId, organizationId });
  } catch (error) {
    if (error instanceof ContentMissingError) return undefined;
    throw error;
  }
}

/** The header block as received, for showing; undefined where the content went meanwhile. Octets that are no UTF-8 are replaced. */
export async function readHeader(content: OpenedContent): Promise<string | undefined> {
  // Expected: the last delivery that needed it has ended since it was opened.
  try {
    return (await content.header()).subarray(0, maxHeaderBytes).toString('utf8');
  } catch (error) {
    if (error instanceof ContentMissingError) return undefined;
    throw error;
  }
}

/** The message as received, chunk by chunk: two are in memory at most. It fails when the content goes while it is read. */
export function streamContent(content: OpenedContent): Readable {
  return Readable.from(octetsOf(content), { objectMode: false });
}

async function* octetsOf(content: OpenedContent): AsyncIterable<Buffer> {
  yield await content.header();
  yield* content.body();
}
