import { hideAddress, isQuarantineReason, type HeldDelivery, type QuarantineReason } from '../queue/index.ts';
import { checksInWords, provenBy, type CheckInWords } from './authentication-words.ts';

/** A delivery in quarantine, as a person sees it. */
export interface Quarantined {
  /** Of the delivery. */
  readonly id: string;
  readonly messageId: string;
  readonly organizationId: string;
  /** The address that was written to. */
  readonly alias: string;
  readonly aliasId: string | undefined;
  readonly mailboxId: string | undefined;
  readonly reason: QuarantineReason;
  /** The author, or else the reverse path, as far as the organization lets it be kept: `*@example.com`, `*`. Empty: none. */
  readonly sender: string;
  /** The author and the reverse path, each as far as it is kept. */
  readonly headerFrom: string | undefined;
  readonly mailFrom: string;
  /** Where it is delivered when it is let go: the owner's own address, for nobody else. */
  readonly destination: string | undefined;
  readonly subject: string | undefined;
  readonly receivedAt: Date;
  /** When it is deleted unless somebody decides. */
  readonly expiresAt: Date;
  /** As received. */
  readonly sizeBytes: number;
  readonly checks: readonly CheckInWords[];
  /** Whether and how the sender can be allowed from now on. */
  readonly allowance: Allowance;
}

/** What allowing the sender would mean. */
export type Allowance =
  /** It would not help: rules and keys hold mail of allowed senders too, or there is no sender. */
  | { readonly kind: 'pointless' }
  /** `acceptsUnproven`: this message does not prove its sender, so mail that does not would be let through as well. */
  | { readonly kind: 'possible'; readonly acceptsUnproven: boolean };

/** A sender to allow: whole, whatever is kept of it elsewhere. */
export interface AllowedSender {
  readonly subject: string;
  readonly acceptsUnproven: boolean;
}

/** What an allow of the sender overrides. */
const overridable: ReadonlySet<QuarantineReason> = new Set(['dmarc', 'spam', 'other_sender', 'preview']);

/** A held delivery as its owner sees it; undefined when it is held for another reason. */
export function quarantinedOf(held: HeldDelivery): Quarantined | undefined {
  const { reason, recipient, headerFrom, mailFrom, privacyLevel } = held;
  if (!isQuarantineReason(reason)) return undefined;
  const { id, messageId, organizationId, aliasId, mailboxId, subject, receivedAt, expiresAt, sizeBytes } =
    held;
  const shown = (address: string): string =>
    privacyLevel === undefined ? address : hideAddress(address, privacyLevel);
  const allowed = allowedSenderOf(held);
  return {
    id,
    messageId,
    organizationId,
    alias: recipient,
    aliasId,
    mailboxId,
    reason,
    sender: shown(headerFrom ?? mailFrom),
    headerFrom: headerFrom === undefined ? undefined : shown(headerFrom),
    mailFrom: shown(mailFrom),
    destination: held.destination,
    subject,
    receivedAt,
    expiresAt,
    sizeBytes,
    checks: checksInWords(held.authentication),
    allowance:
      allowed === undefined
        ? { kind: 'pointless' }
        : { kind: 'possible', acceptsUnproven: allowed.acceptsUnproven },
  };
}

/** Whom to allow, so that mail like this is not held again; undefined where an allow would change nothing. */
export function allowedSenderOf({
  reason,
  aliasId,
  headerFrom,
  mailFrom,
  authentication,
}: HeldDelivery): AllowedSender | undefined {
  if (!isQuarantineReason(reason) || !overridable.has(reason) || aliasId === undefined) return undefined;
  const { isAuthorProven, isMailFromProven } = provenBy(authentication);
  if (headerFrom !== undefined && headerFrom !== '')
    return { subject: headerFrom, acceptsUnproven: !isAuthorProven };
  return mailFrom === '' ? undefined : { subject: mailFrom, acceptsUnproven: !isMailFromProven };
}
