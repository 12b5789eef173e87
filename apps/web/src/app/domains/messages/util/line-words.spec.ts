import { describe, expect, it } from 'vitest';
import en from '../i18n/en.json' with { type: 'json' };
import fr from '../i18n/fr.json' with { type: 'json' };
import { causeOfStatus } from './end-words.ts';
import { labelOf, tellLine } from './line-words.ts';
import { maskIn, type Phrase } from './phrase.ts';
import { remediesOf } from './remedies.ts';
import type { Message, MessageDelivery, TimelineEntry } from './told.ts';

const delivery: MessageDelivery = {
  id: 'd',
  state: 'deferred',
  kind: 'forward',
  recipient: 'shop@my.example',
  alias: { id: 'a', address: 'shop@my.example' },
  mailbox: { id: 'm', address: 'jane@provider.example' },
  next_attempt_at: '2026-11-22T10:12:00.000Z',
  reason: null,
  destination: 'jane@provider.example',
  mode: 'rewrite',
  expires_at: '2026-11-27T09:30:00.000Z',
  finished_at: null,
  attempts: [],
};

function entryOf(
  kind: string,
  data: Record<string, unknown> = {},
  changes: Partial<TimelineEntry> = {},
): TimelineEntry {
  return {
    at: '2026-11-22T09:30:00.600Z',
    kind,
    label: 'Label 3',
    sentence: 'words of the server',
    delivery_id: 'd',
    data,
    ...changes,
  };
}

function messageOf(timeline: TimelineEntry[], changes: Partial<MessageDelivery> = {}): Message {
  return {
    received_at: '2026-11-22T09:30:00.000Z',
    size_bytes: 5_100,
    deliveries: [{ ...delivery, ...changes }],
    timeline,
    authentication: { login: null },
  } as unknown as Message;
}

function tell(entry: TimelineEntry, changes: Partial<MessageDelivery> = {}) {
  return tellLine(entry, messageOf([entry], changes));
}

/** The words of a key in a language; undefined: there are none. */
function wordsOf(words: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (node, part) =>
        typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined,
      words,
    );
}

function keysOf({ key, values = {} }: Phrase): string[] {
  const inner = Object.values(values).flatMap((value) =>
    typeof value === 'object' && 'key' in value ? keysOf(value) : [],
  );
  return [key, ...inner];
}

describe('a line', () => {
  it('of a failed attempt tells the host, what it said with the mailbox masked, and what that means', () => {
    const data = {
      host: 'mx.provider.example [192.0.2.2]:25',
      tls: 'TLSv1.3',
      reply: { code: 452, enhanced: '4.2.2', text: 'Mailbox of <Jane@provider.example> is full' },
      nextAttemptAt: '2026-11-22T10:12:00.000Z',
    };
    expect(tell(entryOf('attempt', data))).toEqual({
      sentence: {
        key: 'host',
        values: {
          host: 'mx.provider.example [192.0.2.2]:25',
          security: { key: 'as_is', values: { text: 'TLS 1.3' } },
        },
      },
      quote: '452 4.2.2 Mailbox of <j…@provider.example> is full',
    });
    expect(tell(entryOf('deferred', data))).toEqual({
      sentence: { key: 'next', values: { at: { instant: '2026-11-22T10:12:00.000Z' } } },
      meaning: { key: 'cause.mailbox_full' },
    });
  });

  it('of a message that left unchanged after all tells so where there was a choice', () => {
    const delivered = entryOf('delivered', { sentIn: 'preserve' });
    expect(tell(delivered)?.sentence.key).toBe('delivered.plain');
    expect(tell(delivered, { mode: 'adaptive' })?.sentence).toEqual({
      key: 'delivered.preserve',
      values: { duration: { durationMs: 600 } },
    });
  });

  it('of a newer server is left to its own words', () => {
    expect(tell(entryOf('teleported'))).toBeUndefined();
    expect(tell(entryOf('constructor'))).toBeUndefined();
  });

  it('of what was held until no time was left is no attempt', () => {
    expect(tell(entryOf('expired', { stage: 'held' }))?.sentence.key).toBe('lapsed');
    expect(tell(entryOf('expired', { attempt: 7 }))?.sentence).toEqual({
      key: 'expired',
      values: { number: 0 },
    });
  });
});

describe('labels', () => {
  it('number attempts, and tell a release from a confirmation', () => {
    expect(labelOf(entryOf('attempt'))).toEqual({ key: 'label.attempt', values: { number: '3' } });
    expect(labelOf(entryOf('confirmed', { reason: 'spam' })).key).toBe('label.released');
    expect(labelOf(entryOf('confirmed', { reason: 'unproven_sender' })).key).toBe('label.confirmed');
  });
});

describe('words', () => {
  const cases: readonly (readonly [string, Record<string, unknown>])[] = [
    ['written', {}],
    ['connected', { ip: '192.0.2.1', helo: 'x' }],
    ['connected', {}],
    ['matched', { recipient: 'shop@my.example' }],
    ['accepted', {}],
    ...[
      'unproven_sender',
      'mixed_recipients',
      'dmarc',
      'spam',
      'other_sender',
      'preview',
      'rule',
      'not_encrypted',
    ].map((reason) => ['held', { reason }] as const),
    ...['operator', 'mailbox', 'key', 'member', undefined].map(
      (by) => ['confirmed', { by, reason: 'spam' }] as const,
    ),
    ['cancelled', { by: 'member' }],
    ['cancelled', { was: 'held', by: 'member', reason: 'spam' }],
    ['cancelled', { was: 'held' }],
    ...['alias_disabled', 'duplicate_destination', 'forwarding_loop', 'dmarc_reject', undefined].map(
      (reason) => ['discarded', { reason }] as const,
    ),
    ['policy', { step: 'senders', outcome: 'blocked', data: { entry: 'x.example', scope: 'alias' } }],
    ['policy', { step: 'authentication', outcome: 'fail', data: { policy: 'reject' } }],
    ['policy', { step: 'rules', outcome: 'matched', data: { rules: ['Bills'], action: 'quarantine' } }],
    ['policy', { step: 'content', outcome: 'spam', data: { score: 7.5, required: 15 } }],
    ['retried', {}],
    ['attempt', {}],
    ['bounced', { failure: { cause: 'unknown_recipient' } }],
    ['recovered', {}],
    ['reported', { report: { failure: { failureClass: 'hard', cause: 'mailbox_full' } } }],
    ['owner_told', { about: 'failed', reason: 'told_today' }],
    ['sender_not_told', { reason: 'list' }],
    ['mailbox_paused', { failures: 5 }],
    ['mailbox_resumed', {}],
  ];

  it.each(cases)('for %s %j are there in both languages', (kind, data) => {
    const entry = entryOf(kind, data);
    const told = tell(entry);
    expect(told).toBeDefined();
    const phrases = [told?.sentence, told?.meaning, labelOf(entry)].filter((phrase) => phrase !== undefined);
    for (const key of phrases.flatMap(keysOf)) {
      expect([key, typeof wordsOf(en.line, key)]).toEqual([key, 'string']);
      expect([key, typeof wordsOf(fr.line, key)]).toEqual([key, 'string']);
    }
  });
});

describe('the cause in a status code', () => {
  it('is read from subject and detail, whatever the class', () => {
    expect(causeOfStatus('5.7.26')).toBe('authentication');
    expect(causeOfStatus('4.2.2')).toBe('mailbox_full');
    expect(causeOfStatus('5.0.0')).toBeUndefined();
    expect(causeOfStatus('2.2')).toBeUndefined();
    expect(causeOfStatus(undefined)).toBeUndefined();
  });
});

describe('remedies', () => {
  it('are offered at the last line of a kind, as long as the state holds', () => {
    const [first, last] = [entryOf('deferred'), entryOf('deferred')];
    const message = messageOf([first, last]);
    expect(remediesOf(first, message)).toEqual([]);
    expect(remediesOf(last, message).map(({ name }) => name)).toEqual(['retry', 'cancel', 'open_mailbox']);
    expect(remediesOf(last, messageOf([last], { state: 'delivered' }))).toEqual([]);
  });

  it('of a hold are those that its reason allows', () => {
    const names = (reason: string): string[] => {
      const held = entryOf('held', { reason });
      return remediesOf(held, messageOf([held], { state: 'held' })).map(({ name }) => name);
    };
    expect(names('spam')).toEqual(['release', 'allow_sender', 'open_quarantine']);
    expect(names('rule')).toEqual(['release', 'open_quarantine']);
    expect(names('unproven_sender')).toEqual(['release', 'cancel']);
    expect(names('not_encrypted')).toEqual(['open_mailbox', 'release']);
  });
});

it('masks an address wherever it stands, in any case', () => {
  expect(maskIn('<JANE@Provider.example>, jane@provider.example', 'jane@provider.example')).toBe(
    '<j…@provider.example>, j…@provider.example',
  );
  expect(maskIn('as it is', null)).toBe('as it is');
});
