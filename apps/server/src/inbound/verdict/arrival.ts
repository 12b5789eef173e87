import type { HeaderBlock } from '@smtpy/mail';
import type { Author } from '../../forwarding/index.ts';
import type { AuthenticationFacts } from '../../queue/index.ts';
import type { SignatureObserver } from '../authentication/signatures.ts';
import type { ReceivedOctets } from '../content/content-intake.ts';
import type { Client } from '../session/client.ts';
import type { Transaction } from '../session/transaction.ts';

/** A message whose last octet is here, with what the steps have learned of it so far. */
export interface Arrival {
  readonly transaction: Transaction;
  readonly client: Client;
  readonly content: ReceivedOctets<SignatureObserver>;
  /** Without fields when the content is not whole. */
  readonly header: HeaderBlock;
  /** Aliases among the recipients that have sent this message on before. Set by the step `loop`. */
  readonly loopingAliasIds: ReadonlySet<string>;
  /** Who wrote it: From, or else the envelope. Set by the step `author`. */
  readonly author: Author;
  /** Set by the step `authentication`. */
  readonly authentication: AuthenticationFacts;
}
