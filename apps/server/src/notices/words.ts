import type { NoticeBody, noticeKinds } from '@smtpy/contract';
import type { NoticeKind, ReadableNotice } from './notice.ts';

type Told = Pick<ReadableNotice, 'facts' | 'topic' | 'subjectAddress'>;

/** What a notice is about, and what it says. */
interface Words {
  readonly subject: 'mailbox' | 'alias' | 'message' | 'delivery' | 'domain' | 'webhook' | 'organization';
  readonly text: (told: Told) => string;
}

/** By class of failure, after “… failed because”. */
const failureWords: Readonly<Record<string, string>> = {
  hard: 'its server says that the address does not exist or is closed',
  full: 'the mailbox is full',
  policy: 'its server refuses such mail',
  spam: 'its server takes it for spam',
  soft: 'it could not be delivered in time',
};

const holdWords: Readonly<Record<string, string>> = {
  unproven_sender: 'nothing proves that it came from the mailbox',
  mixed_recipients: 'it also names people by their own addresses',
  preview: 'its alias holds everything for preview',
  other_sender: 'its alias does not expect this sender',
  not_encrypted: 'it could not be encrypted with the key of the mailbox',
};

/** The words of every kind, for the pages. */
const words: Readonly<Record<(typeof noticeKinds)[number] | NoticeKind, Words>> = {
  forward_failed: {
    subject: 'mailbox',
    text: (told) => `A message could not be forwarded to ${mailboxOf(told)}${because(told)}.`,
  },
  forward_delayed: {
    subject: 'mailbox',
    text: (told) => `A message to ${mailboxOf(told)} is late. It is tried again for five days.`,
  },
  reply_failed: {
    subject: 'delivery',
    text: (told) => `A reply was not delivered${because(told)}. Its writer got a report.`,
  },
  reply_delayed: {
    subject: 'delivery',
    text: () => 'A reply is late. It is tried again for five days; its writer got a report.',
  },
  reply_held: {
    subject: 'message',
    text: (told) => `A reply waits for its writer’s word${heldBecause(told)}.`,
  },
  mail_held: { subject: 'message', text: (told) => `A message waits in quarantine${heldBecause(told)}.` },
  other_sender: {
    subject: 'alias',
    text: (told) =>
      `The alias ${told.subjectAddress ?? 'of a message'} got mail of ${told.topic ?? 'a sender'}, whom it does not expect.`,
  },
  mailbox_paused: {
    subject: 'mailbox',
    text: (told) =>
      told.facts['cause'] === 'by_hand'
        ? `The mailbox ${mailboxOf(told)} was paused by hand. Mail to it waits until somebody resumes it.`
        : `The mailbox ${mailboxOf(told)} was paused: its server refused too many messages in a row. Mail to it waits until a test message arrives.`,
  },
  mailbox_resumed: {
    subject: 'mailbox',
    text: (told) =>
      told.facts['cause'] === 'by_hand'
        ? `The mailbox ${mailboxOf(told)} was resumed by hand. What waited for it is being sent.`
        : `The mailbox ${mailboxOf(told)} works again. What waited for it is being sent.`,
  },
  mailbox_confirmed: {
    subject: 'mailbox',
    text: (told) => `The mailbox ${mailboxOf(told)} was confirmed. Aliases can forward to it.`,
  },
  mailbox_refused: {
    subject: 'mailbox',
    text: (told) =>
      `Whoever reads mail to ${mailboxOf(told)} wants none forwarded there. The mailbox was removed.`,
  },
  domain_activated: { subject: 'domain', text: (told) => `The domain ${nameOf(told)} is active.` },
  domain_degraded: {
    subject: 'domain',
    text: (told) =>
      `A record of the domain ${nameOf(told)} has changed${reasonOf(told)}. Mail is still accepted.`,
  },
  domain_recovered: {
    subject: 'domain',
    text: (told) => `The records of the domain ${nameOf(told)} are as they should be again.`,
  },
  domain_lost: {
    subject: 'domain',
    text: (told) =>
      `The name ${nameOf(told)} was proven by somebody else${reasonOf(told)}. Nothing is received for it here any more.`,
  },
  webhook_paused: {
    subject: 'webhook',
    text: (told) =>
      `The webhook to ${factText(told.facts, 'host') ?? 'a host of yours'} was paused${reasonOf(told)}. It is told nothing until somebody resumes it.`,
  },
  quota_reached: {
    // A limit of the organization has no subject.
    subject: 'alias',
    text: ({ facts }) =>
      `${factText(facts, 'percent') ?? 'Most'} percent of a limit is used: ${factText(facts, 'quota') ?? 'unknown'}.`,
  },
};

function isKnown(kind: string): kind is keyof typeof words {
  return Object.hasOwn(words, kind);
}

/** What a notice says in English, and what it is about. A kind of a newer version is told by its name. */
export function describeNotice(notice: Told & Pick<ReadableNotice, 'kind' | 'subjectId'>): {
  readonly text: string;
  readonly subject: { readonly kind: Words['subject']; readonly id: string } | null;
} {
  const kind: string = notice.kind;
  if (!isKnown(kind)) return { text: `Something happened: ${kind}.`, subject: null };
  const { subject, text } = words[kind];
  const { subjectId, topic } = notice;
  // A reply that came by itself is told of its alias: one question for all.
  const subjectKind = kind === 'reply_held' && topic === 'automatic' ? 'alias' : subject;
  return {
    text: text(notice),
    subject: subjectId === undefined ? null : { kind: subjectKind, id: subjectId },
  };
}

/** The facts behind the words, for those who say them in another language. */
export function formatFacts({
  kind,
  facts,
  topic,
  subjectAddress,
}: Told & Pick<ReadableNotice, 'kind'>): NoticeBody['data'] {
  const data: Record<keyof NoticeBody['data'], string | undefined> = {
    address: subjectAddress ?? factText(facts, 'address'),
    domain: factText(facts, 'name'),
    sender_domain: kind === 'other_sender' ? topic : undefined,
    host: factText(facts, 'host'),
    failure_class: factText(facts, 'failureClass'),
    reason: factText(facts, 'reason'),
    cause: factText(facts, 'cause'),
    quota: factText(facts, 'quota'),
    percent: factText(facts, 'percent'),
  };
  return Object.fromEntries(Object.entries(data).filter(([, text]) => text !== undefined));
}

function mailboxOf({ subjectAddress, facts }: Told): string {
  return subjectAddress ?? factText(facts, 'address') ?? 'of yours that is gone';
}

function nameOf({ facts }: Told): string {
  return factText(facts, 'name') ?? 'of yours';
}

function because({ facts }: Told): string {
  const reason = failureWords[factText(facts, 'failureClass') ?? ''];
  return reason === undefined ? '' : `: ${reason}`;
}

function heldBecause({ facts }: Told): string {
  const reason = holdWords[factText(facts, 'reason') ?? ''];
  return reason === undefined ? '' : `: ${reason}`;
}

function reasonOf({ facts }: Told): string {
  const reason = factText(facts, 'reason');
  return reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`;
}

function factText(facts: Told['facts'], name: string): string | undefined {
  const value = facts[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
