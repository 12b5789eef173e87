import type { OutgoingMessage } from '../transport.ts';
import type { Deadlines } from './deadlines.ts';
import { BrokenConnection } from './dialogue.ts';
import { DotStuffer } from './dot-stuffing.ts';
import type { Wire } from './wire.ts';

/**
 * Streams the content and its end after a 354. Holds no more than a chunk and the socket's buffer in memory.
 * Rejects with `BrokenConnection` when the connection ends, and with what reading the chunks rejects with.
 *
 * NOTE: whatever goes wrong, the end of the content must not be sent: the host would take half a message for a whole one. So the
 * connection is broken, and octets that are more or fewer than announced count as going wrong.
 */
export async function sendContent(wire: Wire, message: OutgoingMessage, deadlines: Deadlines): Promise<void> {
  try {
    await streamContent(wire, message, deadlines);
  } catch (error) {
    wire.destroy('the content could not be sent to its end');
    throw error;
  }
}

async function streamContent(wire: Wire, message: OutgoingMessage, deadlines: Deadlines): Promise<void> {
  const stuffer = new DotStuffer();
  const limits = { stage: 'body', timeoutMs: deadlines.contentMs } as const;
  let sentBytes = 0;
  // Corked until the socket is full or the content ends, so that a small message leaves in one piece.
  wire.cork();
  for await (const chunk of message.chunks()) {
    sentBytes += chunk.length;
    if (wire.write(stuffer.push(chunk))) continue;
    wire.uncork();
    await wire.drain(limits);
    wire.cork();
  }
  if (sentBytes !== message.sizeBytes) {
    throw new Error(
      `content has ${String(sentBytes)} octets where ${String(message.sizeBytes)} were announced`,
    );
  }
  // A reply to content that has not ended is an answer to something else; it must not be taken for the final one.
  if (!wire.isQuiet) throw new BrokenConnection('body', 'the host answered before the end of the content');
  wire.write(stuffer.end());
  wire.uncork();
}
