import { tellEnd } from './end-words.ts';
import { maskAddress, phrase, textOf, type Phrase } from './phrase.ts';
import { tellPolicy } from './policy-words.ts';
import { refusalPhrase } from './refusal-words.ts';
import type { LineContext, Message, TimelineEntry, Told } from './told.ts';

/** Why mail is in quarantine; other holds wait for the word of the writer. */
export const quarantineReasons: ReadonlySet<string> = new Set([
  'dmarc',
  'spam',
  'other_sender',
  'preview',
  'rule',
  'not_encrypted',
]);

/** A line in words of the pages; undefined: its kind is not known here, and the sentence of the server stands for it. */
export function tellLine(entry: TimelineEntry, message: Message): Told | undefined {
  const delivery = message.deliveries.find(({ id }) => id === entry.delivery_id);
  const context = { entry, data: entry.data, message, delivery };
  const tell = Object.hasOwn(tellers, entry.kind) ? tellers[entry.kind] : undefined;
  return tell === undefined ? tellEnd(context) : tell(context);
}

/** The word at the beginning of a line. */
export function labelOf({ kind, data, label }: TimelineEntry): Phrase {
  if (kind === 'attempt') return phrase('label.attempt', { number: /\d+/u.exec(label)?.[0] ?? '' });
  if (kind === 'policy') return phrase(`label.policy.${textOf(data['step']) ?? ''}`);
  if (kind === 'confirmed' && quarantineReasons.has(textOf(data['reason']) ?? ''))
    return phrase('label.released');
  return phrase(`label.${kind}`);
}

const tellers: Readonly<Record<string, (context: LineContext) => Told | undefined>> = {
  written: () => ({ sentence: phrase('written') }),
  connected: ({ data }) => ({ sentence: tellClient(data) }),
  authenticated: ({ message, entry }) => {
    const { login } = message.authentication;
    // Names of checks and results are the same in every language.
    return login === null
      ? { sentence: phrase('as_is', { text: entry.sentence }) }
      : { sentence: phrase('login', { address: login }) };
  },
  matched: tellMatch,
  policy: ({ data }) => tellPolicy(data),
  accepted: ({ message }) => {
    // Content that no delivery needs is not stored.
    const isStored = message.deliveries.some(({ state }) => state !== 'discarded');
    const size = { bytes: message.size_bytes };
    return { sentence: phrase(isStored ? 'accepted' : 'accepted_unstored', { size }) };
  },
  refused: ({ data }) => ({
    sentence: refusalPhrase({
      reason: textOf(data['reason']) ?? '',
      stage: textOf(data['stage']) ?? '',
    }),
  }),
  held: ({ data }) => ({
    sentence: phrase(`hold.${textOf(data['reason']) ?? 'unknown'}`),
    quote: textOf(data['explanation']),
  }),
  confirmed: ({ data }) => {
    const way = quarantineReasons.has(textOf(data['reason']) ?? '') ? 'released' : 'confirmed';
    return { sentence: phrase(`${way}_by`, { who: who(data) }) };
  },
  retried: ({ data }) => ({ sentence: phrase('retried', { who: who(data) }) }),
  cancelled: ({ data }) => {
    if (data['was'] !== 'held') return { sentence: phrase('cancelled', { who: who(data) }) };
    return quarantineReasons.has(textOf(data['reason']) ?? '')
      ? { sentence: phrase('deleted', { who: who(data) }) }
      : { sentence: phrase('not_sent') };
  },
  discarded: ({ data }) => ({ sentence: phrase(`discard.${textOf(data['reason']) ?? 'unknown'}`) }),
};

function who(data: Readonly<Record<string, unknown>>): Phrase {
  return phrase(`who.${textOf(data['by']) ?? 'somebody'}`);
}

function tellClient(data: Readonly<Record<string, unknown>>): Phrase {
  const tls = textOf(data['tls'])?.replace(/^TLSv/u, 'TLS ');
  const security = tls === undefined ? phrase('no_tls') : phrase('as_is', { text: tls });
  const ip = textOf(data['ip']);
  if (ip === undefined) return phrase('client_hidden', { security });
  const helo = textOf(data['helo']);
  // A greeting is what the client says of itself: it is marked.
  const name = textOf(data['clientName']) ?? (helo === undefined ? '' : `“${helo}”`);
  return phrase('client', { name, ip, security });
}

function tellMatch({ data, message }: LineContext): Told | undefined {
  const recipient = textOf(data['recipient']);
  if (recipient === undefined) return undefined;
  const of = message.deliveries.filter((delivery) => delivery.recipient === recipient);
  const [first] = of;
  const isReply = first?.kind === 'reply';
  const destinations = of
    .flatMap(({ destination }) => destination ?? [])
    .filter((destination) => destination !== recipient)
    .map((destination) => (isReply ? destination : maskAddress(destination)));
  const kind = isReply
    ? 'reply_address'
    : first?.kind === 'forward' && first.alias !== null
      ? 'alias'
      : 'address';
  const subject = phrase(`matched.${kind}`, { address: recipient });
  if (destinations.length === 0) return { sentence: subject };
  return { sentence: phrase('leads_to', { subject, destinations: destinations.join(', ') }) };
}
