import type { Address } from '@smtpy/mail';
import type { AuthenticationFacts } from '../../queue/index.ts';
import type { InboundContacts } from '../dependencies.ts';
import type { InboundPolicy } from '../policy/ports.ts';
import type { ResolvedAddress } from '../recipients/resolve-address.ts';
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
  readonly now: Date;
  readonly policy: InboundPolicy;
  /** What an address is to us. Rejects when the database fails. */
  readonly resolve: (address: Address) => Promise<ResolvedAddress>;
  readonly contacts: Pick<InboundContacts, 'load'>;
  /** SPF, DKIM, ARC and DMARC. Never rejects. */
  readonly authenticate: (arrival: Arrival) => Promise<AuthenticationFacts>;
}

/** One question about an arrival. Steps answer; they send, store and log nothing. */
export type Step = (arrival: Arrival, context: StepContext) => StepResult | Promise<StepResult>;

/** The arrival goes on to the next step. */
export function proceed(arrival: Arrival): StepResult {
  return { kind: 'continue', arrival };
}
