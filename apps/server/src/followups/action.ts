import type { Address } from '@smtpy/mail';
import type { NoticeSubject } from '../notices/index.ts';
import type { Failure } from './failure.ts';
import type { FollowedMailbox } from './facts.ts';
import type { Letter } from './letters/index.ts';

/** What follows from a fact. Done in the order in which they are given, all in one transaction. */
export type Action =
  /** Counts against the mailbox; when it is one too many, the mailbox is paused and the owner told. */
  | { readonly kind: 'count_hard_failure'; readonly mailboxId: string; readonly cause: string }
  | TellOwner
  | TellSender
  | { readonly kind: 'note_sender_not_told'; readonly reason: string }
  | TellWriter
  | AskMailbox
  | { readonly kind: 'end_pause'; readonly mailboxId: string }
  | { readonly kind: 'probe_later'; readonly mailboxId: string };

/** News for the owners of the organization, at their account addresses. */
export interface TellOwner {
  readonly kind: 'tell_owner';
  readonly notice: NoticeSubject;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly letter: Letter;
  /** The mailbox that does not work: mail to it, or to an alias that leads to it, would tell nobody. */
  readonly brokenMailbox?: Pick<FollowedMailbox, 'id' | 'address'> | undefined;
}

/** A report to an outsider. It holds nothing that he does not know already but the class of the failure. */
export interface TellSender {
  readonly kind: 'tell_sender';
  readonly sender: Address;
  readonly status: string;
  readonly letter: Letter;
  /** The sender's own header block; undefined when it is no longer here. */
  readonly returnedHeader: Buffer | undefined;
}

/** A report to the owner's mailbox that wrote a reply. */
export interface TellWriter {
  readonly kind: 'tell_writer';
  readonly mailbox: Pick<FollowedMailbox, 'id' | 'address'>;
  readonly notice: NoticeSubject;
  readonly action: 'failed' | 'delayed';
  /** Whom the reply was for. */
  readonly contact: Address;
  readonly failure: Failure;
  /** Until when it is tried; of what is delayed. */
  readonly willRetryUntil?: Date | undefined;
  readonly letter: Letter;
  readonly returnedHeader: Buffer | undefined;
}

/** A question to the owner's mailbox about what is held: was this you, or do you want it? */
export interface AskMailbox {
  readonly kind: 'ask_mailbox';
  readonly mailbox: Pick<FollowedMailbox, 'id' | 'address'>;
  readonly notice: NoticeSubject;
  /** The question is not asked again within this time. */
  readonly withinMs: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly letter: Letter;
}
