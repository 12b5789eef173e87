/** What an organization is told of. */
export type NoticeKind =
  /** A forward failed for good. Subject: the mailbox. */
  | 'forward_failed'
  /** A forward is late. Subject: the mailbox. */
  | 'forward_delayed'
  /** A reply failed for good; its writer got a report. Subject: the delivery. */
  | 'reply_failed'
  /** A reply is late; its writer got a report. Subject: the delivery. */
  | 'reply_delayed'
  /** A reply waits for its writer's word. Subject: the message, or for an automatic one the alias. */
  | 'reply_held'
  /** Mail waits in quarantine, and its mailbox was asked at once. Subject: the message and, in the topic, the mailbox. */
  | 'mail_held'
  /** A pinned alias got mail of an author whom it does not expect. Subject: the alias and, in the topic, his domain. */
  | 'other_sender'
  /** A mailbox refused too much and rests. Subject: the mailbox. */
  | 'mailbox_paused'
  /** A paused mailbox takes mail again. Subject: the mailbox. */
  | 'mailbox_resumed'
  /** Nothing reached a webhook for days, or it wants nothing any more. Subject: the webhook. */
  | 'webhook_paused'
  /** A limit is used up by 80, 90 or 100 percent. Subject: the alias, or undefined for the organization. */
  | 'quota_reached';

/** What a notice is about, and so what makes two of them the same news. */
export interface NoticeSubject {
  readonly organizationId: string;
  readonly kind: NoticeKind;
  /** The mailbox, alias, message or delivery, as the kind says; undefined where that is gone. */
  readonly subjectId: string | undefined;
  /** Tells news of one kind and subject apart: a failure class. */
  readonly topic?: string | undefined;
}

/** A notice to be kept. */
export interface NewNotice extends NoticeSubject {
  /** To how many addresses it was sent by mail; 0: it is only kept. */
  readonly mailed: number;
  /** Facts for the pages, in the program's own names. Real mailboxes may stand in them: owners know theirs. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** A kept notice. */
export interface Notice extends NewNotice {
  /** UUIDv7; notices are listed by it, newest first. */
  readonly id: string;
}

/** Which notices to list. */
export interface ListNotices {
  /** Absent: those of every organization. */
  readonly organizationId?: string | undefined;
  readonly limit: number;
  /** The last id of the page before. */
  readonly afterId?: string | undefined;
}
