import type { FailureFacts } from '../failure/index.ts';

/** What a delivery status notification says about one recipient (RFC 3464 §2.3), as far as it can be read. */
export interface DeliveryReport {
  /** RFC 3464 §2.3.3; `unknown` where no action was given and the text does not tell. */
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown';
  /** RFC 3463, `5.1.1`. */
  readonly status?: string;
  /** The remote words: Diagnostic-Code, or the line of the text that looks most like one. Cleaned, at most 2,000 characters. */
  readonly diagnostic?: string;
  /** Final-Recipient, else Original-Recipient, without its type. Not to be shown to outsiders. */
  readonly recipient?: string;
  readonly remoteMta?: string;
  /** Message-ID of the returned message, with its angle brackets. */
  readonly originalMessageId?: string;
  /** Class of a failed or delayed delivery. */
  readonly failure?: FailureFacts;
}
