import type { AttemptEvidence, ClaimedDelivery, DeliveryOutcome } from '../queue/index.ts';

/** A message ready for the wire: transformed and signed. Not dot-stuffed; lines end in CRLF. */
export interface OutgoingMessage {
  readonly delivery: Pick<ClaimedDelivery, 'id' | 'messageId' | 'queueKey'>;
  /** Reverse path of this attempt; empty for the null sender. */
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly isSmtpUtf8: boolean;
  /** Exact number of octets that `chunks` yields (for SIZE=, RFC 1870). */
  readonly sizeBytes: number;
  /** The octets, from the start at every call; a retry on another host calls it again. */
  readonly chunks: () => AsyncIterable<Buffer>;
}

/**
 * How sending ended. `mayHaveArrived`: the connection ended after content was sent, so the host may have the message although it
 * did not say so; another try may duplicate it.
 */
export type SendOutcome = DeliveryOutcome & { readonly mayHaveArrived?: true };

/**
 * Brings one message to its next hop. Three exist: direct to MX, through a relay, and the sandbox's capture.
 * Never rejects for what the network or the remote does: that is an outcome. A rejection is a defect and is treated as temporary.
 */
export interface Transport extends AsyncDisposable {
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>;
}

export type { AttemptEvidence };
