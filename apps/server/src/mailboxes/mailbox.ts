import type { Address } from '@smtpy/mail';

/** Only `confirmed` mailboxes receive mail. */
export type MailboxState = 'pending' | 'confirmed';

/** A real address of a person. */
export interface Mailbox {
  readonly id: string;
  /** A short id for clients that know numbers only; unique over the installation. */
  readonly number: number;
  readonly organizationId: string;
  /** The local part as it was typed (RFC 5321 §2.4: only its host may interpret it), the domain in lower case. */
  readonly address: Address;
  readonly state: MailboxState;
  readonly createdAt: Date;
  readonly confirmedAt: Date | undefined;
  /** Since when it gets nothing but probes; absent: it gets its mail. */
  readonly pausedAt: Date | undefined;
  /** Whether new aliases forward to it where nothing else is said; one confirmed mailbox of an organization is. */
  readonly isDefault: boolean;
  /** `by_hand`, or the cause of the failure that was one too many, as in the table of failure patterns: `unknown_recipient`. */
  readonly pauseReason: string | undefined;
  /** Whether its owner is told of forwards that are late. */
  readonly wantsDelayNotice: boolean;
}

/** A mailbox that mail may be sent to. */
export interface ConfirmedMailbox {
  readonly id: string;
  readonly address: Address;
  /** Whether nothing but probes is sent to it for now. */
  readonly isPaused: boolean;
}

/** What to add. */
export interface AddMailbox {
  readonly organizationId: string;
  /** As typed. */
  readonly address: string;
  /** Whether the operator's word (or the sandbox) replaces the confirmation email. */
  readonly isTrusted: boolean;
}

/** How adding ended. `reason` is a sentence for the person who asked. */
export type AddMailboxResult =
  | { readonly kind: 'added'; readonly mailbox: Mailbox }
  /** It was there, pending, and the operator's word confirmed it. */
  | { readonly kind: 'confirmed'; readonly mailbox: Mailbox }
  | { readonly kind: 'already_added'; readonly mailbox: Mailbox; readonly reason: string }
  | { readonly kind: 'invalid_address'; readonly reason: string }
  /** We receive mail for that domain: a loop. */
  | { readonly kind: 'own_domain'; readonly reason: string };
