import type { OutgoingMessage, Transport } from './transport.ts';

/** A message that was not sent: its envelope and octets. */
export interface CapturedMessage {
  readonly deliveryId: string;
  readonly messageId: string;
  /** Empty for the null sender. */
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly sizeBytes: number;
  readonly chunks: () => AsyncIterable<Buffer>;
}

/** Stores a captured message; resolves after it is committed. A second capture of one delivery replaces the first. */
export type Capture = (message: CapturedMessage) => Promise<void>;

/** The sandbox's transport: keeps what would be sent, sends nothing. A capture that fails is thrown on, so it is tried again. */
export function createCaptureTransport({ capture }: { readonly capture: Capture }): Transport {
  return {
    async send(message: OutgoingMessage) {
      const startedAt = performance.now();
      await capture({
        deliveryId: message.delivery.id,
        messageId: message.delivery.messageId,
        mailFrom: message.mailFrom,
        rcptTo: message.rcptTo,
        sizeBytes: message.sizeBytes,
        chunks: message.chunks,
      });
      const durationMs = Math.round(performance.now() - startedAt);
      return {
        kind: 'delivered',
        evidence: { stage: 'capture', explanation: 'captured by the sandbox; nothing was sent', durationMs },
      };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
