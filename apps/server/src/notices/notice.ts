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
  /** A domain receives mail now. Subject: the domain, as with the next three. */
  | 'domain_activated'
  /** A DNS record of it is wrong; mail is received all the same. */
  | 'domain_degraded'
  /** Its records are right again. */
  | 'domain_recovered'
  /** Its name was proven by somebody else; nothing is received for it. */
  | 'domain_lost'
  /** The owner of an address confirmed it. Subject: the mailbox. */
  | 'mailbox_confirmed'
  /** The owner of an address wants no mail of the organization there, and the mailbox is gone. No subject; the address is in the facts. */
  | 'mailbox_refused'
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

/** A notice as one person sees it. */
export interface ReadableNotice extends Notice {
  readonly isRead: boolean;
  /** The address of the mailbox or alias that it is about, where that is still there. */
  readonly subjectAddress: string | undefined;
}

/** Which notices a person is shown, newest first. */
export interface ListReadable {
  readonly organizationId: string;
  readonly userId: string;
  readonly kind?: string | undefined;
  readonly isRead?: boolean | undefined;
  readonly limit: number;
  /** The last id of the page before. */
  readonly afterId?: string | undefined;
}

/** A notice, and the person who reads it. */
export interface Reading {
  readonly organizationId: string;
  readonly userId: string;
  readonly noticeId: string;
}

/** Which notices to list. */
export interface ListNotices {
  /** Absent: those of every organization. */
  readonly organizationId?: string | undefined;
  readonly limit: number;
  /** The last id of the page before. */
  readonly afterId?: string | undefined;
}
