import { quarantineReasons } from './line-words.ts';
import { fieldsOf, textOf } from './phrase.ts';
import type { Message, MessageDelivery, TimelineEntry } from './told.ts';

/** What mends something: what is done at once, or where it can be done. The words are `messages.action.<name>`. */
export interface Remedy {
  readonly name:
    | 'retry'
    | 'cancel'
    | 'release'
    | 'allow_sender'
    | 'open_mailbox'
    | 'open_alias'
    | 'open_rules'
    | 'open_senders'
    | 'open_quarantine';
  /** Of one that leads elsewhere. */
  readonly path?: string;
  readonly isPrimary?: boolean;
}

/** Holds that an allow of the sender would have prevented. */
const allowable: ReadonlySet<string> = new Set(['dmarc', 'spam', 'other_sender', 'preview']);

/** What a line offers. A state is acted on at the last line that tells of it: what was true before needs no button. */
export function remediesOf(entry: TimelineEntry, message: Message): readonly Remedy[] {
  const delivery = message.deliveries.find(({ id }) => id === entry.delivery_id);
  if (entry.kind === 'policy') return policyRemedies(entry, message);
  if (delivery === undefined || !isLastWord(entry, message)) return [];
  switch (entry.kind) {
    case 'deferred':
    case 'recovered':
      return delivery.state === 'deferred' || delivery.state === 'queued'
        ? [{ name: 'retry', isPrimary: true }, { name: 'cancel' }, ...toMailbox(delivery)]
        : [];
    case 'held':
      return delivery.state === 'held' ? holdRemedies(textOf(entry.data['reason']) ?? '', delivery) : [];
    case 'bounced':
    case 'expired':
    case 'mailbox_paused':
    case 'reported':
      return toMailbox(delivery);
    case 'discarded':
      return discardRemedies(textOf(entry.data['reason']) ?? '', delivery);
    default:
      return [];
  }
}

/** What of a held delivery can be done, by the reason. */
function holdRemedies(reason: string, delivery: MessageDelivery): readonly Remedy[] {
  if (!quarantineReasons.has(reason)) return [{ name: 'release', isPrimary: true }, { name: 'cancel' }];
  if (reason === 'not_encrypted') return [...toMailbox(delivery), { name: 'release' }];
  const allow: readonly Remedy[] =
    allowable.has(reason) && delivery.alias !== null ? [{ name: 'allow_sender' }] : [];
  return [
    { name: 'release', isPrimary: true },
    ...allow,
    { name: 'open_quarantine', path: `/quarantine/${delivery.id}` },
  ];
}

function discardRemedies(reason: string, delivery: MessageDelivery): readonly Remedy[] {
  switch (reason) {
    case 'alias_disabled':
    case 'alias_expired':
      return toAlias(delivery);
    case 'rule_blocked':
    case 'rule_discarded':
      return [{ name: 'open_rules', path: '/rules' }];
    case 'sender_blocked':
    case 'dmarc_reject':
      return [{ name: 'open_senders', path: '/rules/senders' }];
    default:
      return [];
  }
}

function policyRemedies({ data }: TimelineEntry, message: Message): readonly Remedy[] {
  const step = textOf(data['step']);
  const outcome = textOf(data['outcome']);
  if (step === 'rules' && (outcome === 'matched' || outcome === 'failed'))
    return [{ name: 'open_rules', path: '/rules' }];
  if (step === 'senders' && outcome === 'blocked') return [{ name: 'open_senders', path: '/rules/senders' }];
  if (step !== 'pinning' || outcome !== 'other') return [];
  const recipient = textOf(data['recipient']) ?? textOf(fieldsOf(data['data'])['recipient']);
  const delivery = message.deliveries.find((each) => each.recipient === recipient) ?? message.deliveries[0];
  return delivery === undefined ? [] : toAlias(delivery);
}

function toMailbox({ mailbox }: MessageDelivery): readonly Remedy[] {
  return mailbox === null ? [] : [{ name: 'open_mailbox', path: `/mailboxes/${mailbox.id}` }];
}

function toAlias({ alias }: MessageDelivery): readonly Remedy[] {
  return alias === null ? [] : [{ name: 'open_alias', path: `/aliases/${alias.id}` }];
}

/** Whether no later line of the same kind tells of the same delivery. */
function isLastWord(entry: TimelineEntry, { timeline }: Message): boolean {
  const last = timeline.findLast(
    (other) => other.delivery_id === entry.delivery_id && other.kind === entry.kind,
  );
  return last === entry;
}
