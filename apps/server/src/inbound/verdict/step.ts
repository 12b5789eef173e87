import type { AuthenticationFacts } from '../../queue/index.ts';
import type { Refusal } from '../replies.ts';
import type { Arrival } from './arrival.ts';

/** How a step ends: the arrival with what was learned, or the refusal. */
export type StepResult =
  | { readonly kind: 'continue'; readonly arrival: Arrival }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** What steps need beyond the arrival. */
export interface StepContext {
  readonly loopKey: Buffer;
  readonly isDmarcRejectEnforced: boolean;
  /** SPF, DKIM, ARC and DMARC. Never rejects. */
  readonly authenticate: (arrival: Arrival) => Promise<AuthenticationFacts>;
}

/** One question about an arrival. Steps answer; they send, store and log nothing. */
export type Step = (arrival: Arrival, context: StepContext) => StepResult | Promise<StepResult>;

/** The arrival goes on to the next step. */
export function proceed(arrival: Arrival): StepResult {
  return { kind: 'continue', arrival };
}
