import { type Address, isSameAddress } from '@smtpy/mail';
import type { AuthenticationFacts } from '../../queue/index.ts';
import type { InboundMailbox } from '../dependencies.ts';

/** What a message says of who sent it, and what was found out about that. */
export interface SenderClaims {
  /** The reverse path; undefined for the null one. */
  readonly mailFrom: Address | undefined;
  readonly isNullSender: boolean;
  /** The address in From; undefined when there is none. */
  readonly headerFrom: Address | undefined;
  readonly authentication: AuthenticationFacts;
  /** Whether To or Cc names the reply address. */
  readonly isAddressed: boolean;
}

/** Who sent a message, as seen from one alias. */
export type SenderIdentity =
  | { readonly kind: 'proven'; readonly mailboxId: string }
  /** It claims to be that mailbox, and may be. */
  | { readonly kind: 'unproven'; readonly mailboxId: string }
  | { readonly kind: 'stranger' };

/**
 * Finds out which mailbox of an alias has sent a message.
 *
 * | reverse path | From    | proof                                 | identity |
 * |--------------|---------|---------------------------------------|----------|
 * | mailbox      | mailbox | SPF of the reverse path, or DKIM of From | proven |
 * | mailbox      | mailbox | none                                  | unproven |
 * | mailbox      | other   | whatever                              | unproven |
 * | other        | mailbox | whatever                              | unproven |
 * | null         | mailbox | DKIM of From                          | proven   |
 * | null         | mailbox | none                                  | unproven |
 * | other, null  | other   | whatever                              | stranger |
 *
 * A signature proves who wrote the message, not who sent it here: whoever has got a signed message of the owner can send it again, with
 * any reverse path, and would learn whose alias it is from what the alias sends on. So it counts only for a message that was written
 * to the reply address: one that covers To and Cc, where To or Cc names that.
 *
 * SPF proves the domain of the reverse path alone, so it counts for that one; it says nothing about From of another domain. DKIM counts
 * when it verifies and its domain is aligned with the one in From.
 */
export function identifySender(
  { mailFrom, isNullSender, headerFrom, authentication, isAddressed }: SenderClaims,
  mailboxes: readonly InboundMailbox[],
): SenderIdentity {
  const envelope = findMailbox(mailboxes, mailFrom);
  const author = findMailbox(mailboxes, headerFrom);
  const claimed = author ?? envelope;
  if (claimed === undefined) return { kind: 'stranger' };
  const isEnvelopeRight = isNullSender || envelope !== undefined;
  if (author !== undefined && isEnvelopeRight && isAddressed && isSigned(authentication)) {
    return { kind: 'proven', mailboxId: author.id };
  }
  if (author !== undefined && envelope !== undefined && isAuthorised(envelope, authentication)) {
    return { kind: 'proven', mailboxId: envelope.id };
  }
  return { kind: 'unproven', mailboxId: claimed.id };
}

function findMailbox(
  mailboxes: readonly InboundMailbox[],
  address: Address | undefined,
): InboundMailbox | undefined {
  return address && mailboxes.find((mailbox) => isSameAddress(mailbox.address, address));
}

function isSigned({ dkim }: AuthenticationFacts): boolean {
  return dkim.some(
    ({ result, isAligned, coversRecipients }) => result === 'pass' && isAligned && coversRecipients === true,
  );
}

function isAuthorised({ address }: InboundMailbox, { spf }: AuthenticationFacts): boolean {
  return spf.result === 'pass' && spf.domain?.toLowerCase() === address.domain;
}
