import type { PolicyFact } from '../../queue/index.ts';
import type { SenderFacts } from '../authentication/sender-policy.ts';
import type { InboundAlias } from '../dependencies.ts';
import type { Route } from '../recipients/route.ts';

/** Who logged in to submit mail. */
export interface Submitter {
  /** The only address that it may send as. */
  readonly alias: InboundAlias;
}

/** One mail transaction, from MAIL to the final reply. Replaced as it grows, never changed (RFC 5321 §3.3). */
export interface Transaction {
  /** UUIDv7: the id of the content, and of the Received field. */
  readonly id: string;
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  /** Absent on mail from outside. */
  readonly submitter?: Submitter | undefined;
  readonly isSmtpUtf8: boolean;
  /** What SIZE= announced. */
  readonly declaredBytes: number | undefined;
  /** In the order of their RCPT commands, each recipient once. */
  readonly routes: readonly Route[];
  /** What was found out about its recipients. */
  readonly policy: readonly PolicyFact[];
  /** RCPT commands so far, accepted or not repeated: naming one recipient thousands of times is work as well. */
  readonly recipientCommands: number;
  /** Begun with the first accepted recipient, so that clients without one cost no DNS; never for a submitter, who has proven itself. */
  readonly background: Background | undefined;
}

/** Questions about the client that are answered while it goes on talking. */
export interface Background {
  /** Never rejects. */
  readonly spf: Promise<SenderFacts>;
  /** The proven name of the client, as far as it is known now. */
  readonly clientName: () => string | undefined;
}
