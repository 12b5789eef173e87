import type { Actor, Principal } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Domains } from '../domains/index.ts';
import type { Mailboxes } from '../mailboxes/index.ts';
import type { Notices } from '../notices/index.ts';
import type { Clock } from '../observe/index.ts';
import type { RequestLimits } from '../request-limits/index.ts';
import type { ServiceMail } from '../service-mail/index.ts';

/** What asking and answering need. */
export interface MailboxConfirmationsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly domains: Pick<Domains, 'findDomain'>;
  readonly mailboxes: Pick<Mailboxes, 'addMailbox' | 'confirmPending' | 'findMailbox'>;
  readonly notices: Pick<Notices, 'record'>;
  readonly serviceMail: Pick<ServiceMail, 'send'>;
  readonly limits: Pick<RequestLimits, 'take'>;
  /** Where the pages are: the link leads there. */
  readonly publicUrl: string;
}

/** Which mailbox to add, and who asks. */
export interface AddWish {
  readonly organizationId: string;
  /** As typed. */
  readonly address: string;
  readonly actor: Actor;
  /** The person who asks: the own address needs no second confirmation. */
  readonly principal?: Pick<Principal, 'email' | 'isEmailVerified'> | undefined;
  /** Whether the operator's word replaces the mail. */
  readonly isTrusted?: boolean;
}

/** Why an address is not written to; `reason` is a sentence without a full stop. */
export type AskRefusal =
  | { readonly kind: 'conflict'; readonly reason: string }
  /** This organization asks too often. That others do is not told. */
  | { readonly kind: 'rate_limited'; readonly reason: string; readonly retryAfterSeconds: number };

/** What adding came to: the mailbox is pending and its address was written to, or it is confirmed. */
export type AddResult =
  | { readonly kind: 'done'; readonly mailboxId: string; readonly state: 'pending' | 'confirmed' }
  | AskRefusal
  | { readonly kind: 'invalid_address' | 'already_exists' | 'limit_reached'; readonly reason: string };

/** What sending again came to. */
export type ResendResult =
  | { readonly kind: 'done'; readonly mailboxId: string }
  | AskRefusal
  | { readonly kind: 'not_found'; readonly reason: string };

/** What the page of a link shows, to whoever has read mail to the address. */
export interface AskedConfirmation {
  readonly organizationName: string;
  readonly address: string;
  readonly expiresAt: Date;
}

/** How answering ended. */
export type AnswerResult =
  | { readonly kind: 'confirmed' | 'refused'; readonly organizationName: string; readonly address: string }
  | { readonly kind: 'link_invalid' }
  /** We receive mail for its domain by now: a loop. */
  | { readonly kind: 'own_domain'; readonly reason: string };

/** Asking for confirmations, and answering. */
export interface MailboxConfirmations {
  add(wish: AddWish): Promise<AddResult>;
  /** Sends another link for a pending mailbox; the one before stops working. */
  resend(wish: {
    readonly organizationId: string;
    readonly mailboxId: string;
    readonly actor: Actor;
  }): Promise<ResendResult>;
  /** What a link asks; undefined for one that does not work. */
  look(token: string): Promise<AskedConfirmation | undefined>;
  confirm(answer: Answer): Promise<AnswerResult>;
  /** Removes the mailbox, and keeps the organization from asking the address again. */
  refuse(answer: Answer): Promise<AnswerResult>;
}

/** Who answers with a link. Of the request no more than its id is logged. */
export interface Answer {
  readonly token: string;
  readonly requestId?: string | undefined;
}
