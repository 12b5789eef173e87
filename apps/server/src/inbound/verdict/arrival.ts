import type { DeliveryReport, HeaderBlock } from '@smtpy/mail';
import type { Author } from '../../forwarding/index.ts';
import type { AuthenticationFacts, HoldReason, PolicyFact } from '../../queue/index.ts';
import type { SignatureObserver } from '../authentication/signatures.ts';
import type { ReceivedOctets } from '../content/content-intake.ts';
import type { Client } from '../session/client.ts';
import type { Transaction } from '../session/transaction.ts';
import type { RecipientDecision } from './decision.ts';

/** What becomes of a message at one reply address. `mailboxId` is who wrote it; undefined when a login did, or the mailbox is gone. */
export type ReplyDecision =
  | { readonly kind: 'proven'; readonly mailboxId: string | undefined }
  | { readonly kind: 'held'; readonly holdReason: HoldReason; readonly mailboxId: string | undefined }
  /** Somebody who is no mailbox of the alias. */
  | { readonly kind: 'refused' };

/** A message whose last octet is here, with what the steps have learned of it so far. */
export interface Arrival {
  readonly transaction: Transaction;
  readonly client: Client;
  readonly content: ReceivedOctets<SignatureObserver>;
  /** Without fields when the content is not whole. */
  readonly header: HeaderBlock;
  /** What it reports, where it came to a return path and can be read. Set by the step `return path`. */
  readonly report: DeliveryReport | undefined;
  /** Aliases among the recipients that have sent this message on before. Set by the step `loop`. */
  readonly loopingAliasIds: ReadonlySet<string>;
  /** Who wrote it: From, or else the envelope. Set by the step `author`. */
  readonly author: Author;
  /** Set by the step `authentication`. */
  readonly authentication: AuthenticationFacts;
  /** By recipient, for every reply route. Set by the step `reply identity`. */
  readonly replyDecisions: ReadonlyMap<string, ReplyDecision>;
  /** By recipient, for alias routes. Grows from the step `senders` on. */
  readonly decisions: ReadonlyMap<string, RecipientDecision>;
  /** What was asked and what came of it, in the order of the questions. */
  readonly policy: readonly PolicyFact[];
}
