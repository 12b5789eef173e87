import { fieldsOf, maskAddress, maskIn, phrase, textOf, type Phrase } from './phrase.ts';
import type { LineContext, Told } from './told.ts';

/** Attempts, their ends, and what follows from them; undefined: the kind is not known here. */
export function tellEnd(context: LineContext): Told | undefined {
  const tell = Object.hasOwn(tellers, context.entry.kind) ? tellers[context.entry.kind] : undefined;
  return tell?.(context);
}

const tellers: Readonly<Record<string, (context: LineContext) => Told | undefined>> = {
  attempt: tellAttempt,
  changed: ({ data }) => ({ sentence: phrase('changed'), quote: listOf(data['changes']) }),
  delivered: ({ entry, data, message, delivery }) => {
    const durationMs = Math.max(0, Date.parse(entry.at) - Date.parse(message.received_at));
    const hasChoice = delivery?.kind === 'forward' && delivery.mode !== 'rewrite';
    const form = hasChoice ? textOf(data['sentIn']) : undefined;
    return { sentence: phrase(`delivered.${form ?? 'plain'}`, { duration: { durationMs } }) };
  },
  deferred: (context) => ({ sentence: tellNext(context, 'next'), meaning: meaningOf(context) }),
  recovered: (context) => ({ sentence: tellNext(context, 'next_after_recovery') }),
  bounced: (context) => ({ sentence: phrase('bounced'), meaning: meaningOf(context) }),
  expired: (context) => {
    const { data, delivery } = context;
    if (data['stage'] === 'held' || data['attempt'] === undefined) return { sentence: phrase('lapsed') };
    return {
      sentence: phrase('expired', { number: delivery?.attempts.length ?? Number(data['attempt']) }),
      meaning: meaningOf(context),
    };
  },
  reported: tellReport,
  owner_told: ({ data }) => {
    const about = phrase(`about.${textOf(data['about']) ?? 'it'}`);
    const reason = textOf(data['reason']);
    if (reason === undefined) return { sentence: phrase('owner_told', { about }) };
    return { sentence: phrase('owner_not_told', { about, reason: phrase(`silence.${reason}`) }) };
  },
  sender_told: () => ({ sentence: phrase('sender_told') }),
  sender_not_told: ({ data }) => ({
    sentence: phrase('sender_not_told', { reason: phrase(`silence.${textOf(data['reason']) ?? 'unknown'}`) }),
  }),
  mailbox_paused: ({ data, delivery }) => ({
    sentence: phrase(typeof data['failures'] === 'number' ? 'mailbox_paused_after' : 'mailbox_paused', {
      mailbox: shownMailbox(delivery),
      number: typeof data['failures'] === 'number' ? data['failures'] : '',
    }),
  }),
  mailbox_resumed: ({ delivery }) => ({
    sentence: phrase('mailbox_resumed', { mailbox: shownMailbox(delivery) }),
  }),
};

function shownMailbox(delivery: LineContext['delivery']): string | Phrase {
  const destination = delivery?.destination ?? null;
  return destination === null ? phrase('the_mailbox') : maskAddress(destination);
}

function tellAttempt({ entry, data, delivery }: LineContext): Told {
  const secret = delivery?.kind === 'reply' ? null : delivery?.destination;
  const refusal = fieldsOf(data['refusedAsPreserve']);
  // Two lines tell of such an attempt: the refusal of the unchanged message, and what came of the second try.
  const isFirstTry =
    data['refusedAsPreserve'] !== undefined && entry.sentence.startsWith('refused unchanged');
  const from = isFirstTry ? refusal : data;
  const host = textOf(from['host']);
  const quote = quoteOf(from, secret);
  if (isFirstTry)
    return { sentence: phrase('refused_unchanged', { host: host ?? phrase('next_hop') }), quote };
  if (data['stage'] === 'capture') return { sentence: phrase('captured') };
  if (host === undefined) return { sentence: phrase('no_host'), quote };
  const tls = textOf(from['tls'])?.replace(/^TLSv/u, 'TLS ');
  const security = tls === undefined ? phrase('no_tls') : phrase('as_is', { text: tls });
  return { sentence: phrase('host', { host, security }), quote };
}

/** What the next hop said, or the program of itself; the mailbox masked. */
function quoteOf(
  data: Readonly<Record<string, unknown>>,
  secret: string | null | undefined,
): string | undefined {
  const { code, enhanced, text } = fieldsOf(data['reply']);
  const reply = [typeof code === 'number' ? String(code) : undefined, textOf(enhanced), textOf(text)]
    .filter((part) => part !== undefined)
    .join(' ');
  const words = reply === '' ? textOf(data['explanation']) : reply;
  return words === undefined ? undefined : maskIn(words, secret);
}

function tellNext({ data, delivery }: LineContext, key: string): Phrase {
  const at = textOf(data['nextAttemptAt']) ?? delivery?.next_attempt_at ?? undefined;
  return at === undefined ? phrase('temporary') : phrase(key, { at: { instant: at } });
}

/** What a failure means: by the cause that the server found, or else by the status code (RFC 3463). */
function meaningOf({ data }: LineContext): Phrase | undefined {
  const cause = textOf(fieldsOf(data['failure'])['cause']);
  if (cause !== undefined && cause !== 'other' && cause !== 'unknown') return phrase(`cause.${cause}`);
  const known = causeOfStatus(textOf(fieldsOf(data['reply'])['enhanced']));
  return known === undefined ? undefined : phrase(`cause.${known}`);
}

/** Causes by the subject and detail of an enhanced code (RFC 3463 §3, RFC 7372 §3); the class does not matter. */
const statusCauses: Readonly<Record<string, string>> = {
  '1.1': 'unknown_recipient',
  '1.2': 'dns',
  '1.3': 'unknown_recipient',
  '1.6': 'unknown_recipient',
  '1.8': 'sender_address',
  '1.10': 'no_mail_service',
  '2.1': 'recipient_disabled',
  '2.2': 'mailbox_full',
  '2.3': 'too_large',
  '3.1': 'system_full',
  '3.4': 'too_large',
  '4.1': 'network',
  '4.2': 'network',
  '4.3': 'dns',
  '4.4': 'dns',
  '4.6': 'loop',
  '4.7': 'timeout',
  '7.1': 'blocked_sender',
  '7.8': 'authentication',
  '7.20': 'authentication',
  '7.23': 'authentication',
  '7.25': 'authentication',
  '7.26': 'authentication',
};

/** The cause that an enhanced code names (`5.2.2`); undefined: none that says anything. */
export function causeOfStatus(enhanced: string | undefined): string | undefined {
  const detail = /^[245]\.(\d{1,3}\.\d{1,3})$/u.exec(enhanced ?? '')?.[1];
  return detail !== undefined && Object.hasOwn(statusCauses, detail) ? statusCauses[detail] : undefined;
}

function tellReport({ data, delivery }: LineContext): Told {
  const report = fieldsOf(data['report']);
  const secret = delivery?.kind === 'reply' ? null : delivery?.destination;
  const recipient = textOf(report['recipient']);
  const host = recipient === undefined ? textOf(report['remoteMta']) : maskAddress(recipient);
  const words = textOf(report['diagnostic']) ?? textOf(report['status']);
  const failure = fieldsOf(report['failure']);
  const cause = textOf(failure['cause']);
  const isHard = failure['failureClass'] === 'hard';
  return {
    sentence: phrase(isHard ? 'reported_hard' : 'reported', { host: host ?? phrase('a_host_behind') }),
    quote: words === undefined ? undefined : maskIn(maskIn(words, recipient), secret),
    meaning: cause === undefined || cause === 'other' ? undefined : phrase(`cause.${cause}`),
  };
}

function listOf(value: unknown): string | undefined {
  const words = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  return words.length === 0 ? undefined : words.join(', ');
}
