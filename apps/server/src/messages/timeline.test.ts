import { describe, expect, it } from 'vitest';
import type { RecordedEvent, StoredDelivery, StoredMessage } from './store.ts';
import { tellTimeline } from './timeline.ts';

const receivedAt = new Date('2026-01-31T09:00:00Z');

const message: StoredMessage = {
  id: 'm',
  organizationId: 'o',
  contentId: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a009',
  receivedAt,
  mailFrom: 'ann@sender.example',
  rcptTo: ['shop@my.example'],
  headerFrom: 'ann@sender.example',
  subject: 'Hello',
  sizeBytes: 5_000,
  states: ['queued'],
  messageIdHeader: undefined,
  connection: { ip: '192.0.2.1', helo: 'mx.sender.example', receivedBy: 'mx.my.example' },
  authentication: { spf: { result: 'pass' }, dkim: [], dmarc: { result: 'none' }, arc: { result: 'none' } },
};

const forward: StoredDelivery = {
  id: 'd',
  kind: 'forward',
  aliasId: 'a',
  recipient: 'shop@my.example',
  destination: 'jane.doe@provider.example',
  state: 'queued',
  reason: undefined,
  mode: 'adaptive',
  attempts: 1,
  nextAttemptAt: undefined,
  expiresAt: receivedAt,
  finishedAt: undefined,
};
const reply: StoredDelivery = {
  ...forward,
  kind: 'reply',
  mode: 'rewrite',
  recipient: 'r1@my.example',
  destination: 'ann@sender.example',
};

const acceptedEntries = 4;

/** Labels and sentences behind the acceptance. */
function tell(
  events: readonly Pick<RecordedEvent, 'type' | 'data'>[],
  deliveries: readonly StoredDelivery[] = [forward],
): readonly string[] {
  const at = new Date(receivedAt.getTime() + 2_000);
  const recorded = events.map((event) => ({
    ...event,
    at,
    deliveryId: event.type === 'accepted' ? undefined : 'd',
  }));
  const entries = tellTimeline({ message, deliveries, events: recorded });
  return entries.slice(acceptedEntries).map(({ label, sentence }) => `${label}: ${sentence}`);
}

describe('the beginning', () => {
  const begin = (changes: Partial<StoredMessage>, delivery: StoredDelivery) =>
    tellTimeline({ message: { ...message, ...changes }, deliveries: [delivery], events: [] })
      .filter(({ kind }) => ['written', 'connected', 'authenticated', 'matched', 'accepted'].includes(kind))
      .map(({ label, sentence }) => `${label}: ${sentence}`);

  it('of what we say ourselves is that we wrote it: nobody connected, nothing was checked', () => {
    for (const kind of ['notice', 'probe'] as const) {
      const own = { ...forward, kind, aliasId: undefined, recipient: 'jane.doe@provider.example' };
      expect(begin({ mailFrom: '' }, own)).toEqual(['Written: by SMTPy itself, to j…@provider.example']);
    }
  });

  it('of what was submitted is the login, and the contact is no reply address', () => {
    const login = { ...message.connection, login: 'shop@my.example' };
    const submitted = { ...reply, recipient: 'ann@sender.example' };
    const [, authenticated, matched] = begin({ connection: login }, submitted);
    expect(authenticated).toBe('Authenticated: logged in as shop@my.example');
    expect(matched).not.toContain('reply address');
  });
});

const evidence = {
  host: 'mx.provider.example [192.0.2.2]:25',
  tls: 'TLSv1.3',
  stage: 'body',
  reply: { code: 250, text: 'OK' },
  attempt: 1,
};

describe('an attempt', () => {
  it('of mode adaptive tells of the refusal that made it a second try, and how the message left', () => {
    const data = {
      ...evidence,
      sentIn: 'rewrite',
      refusedAsPreserve: {
        host: 'mx.provider.example [192.0.2.2]:25',
        reply: { code: 550, enhanced: '5.7.26', text: 'DMARC of <jane.doe@provider.example>' },
      },
      changes: ['quoted address in the text', 'organizer'],
    };
    expect(tell([{ type: 'delivered', data }])).toEqual([
      'Attempt 1: refused unchanged by mx.provider.example [192.0.2.2]:25: 550 5.7.26 DMARC of <j…@provider.example>; sent once more as rewrite',
      'Changed: quoted address in the text, organizer',
      'Attempt 1: mx.provider.example [192.0.2.2]:25, TLS 1.3: 250 OK',
      'Delivered: 2.0 s after acceptance, rewritten',
    ]);
  });

  it('tells that the message left unchanged where it might not have', () => {
    const data = { ...evidence, sentIn: 'preserve' };
    expect(tell([{ type: 'delivered', data }]).at(-1)).toBe('Delivered: 2.0 s after acceptance, unchanged');
    const delivery: StoredDelivery = { ...forward, mode: 'rewrite' };
    expect(tell([{ type: 'delivered', data: { ...evidence, sentIn: 'rewrite' } }], [delivery]).at(-1)).toBe(
      'Delivered: 2.0 s after acceptance',
    );
  });

  it('whose process ended may have come through', () => {
    const data = {
      stage: 'lease',
      explanation: 'the process that was sending it ended',
      attempt: 2,
      nextAttemptAt: '2026-01-31T09:05:00.5+00:00',
    };
    expect(tell([{ type: 'recovered', data }])).toEqual([
      'Attempt 2: the process that was sending it ended',
      'Will retry: next attempt at 2026-01-31 09:05:00 UTC; if the one before had come through, it arrives twice',
    ]);
    expect(tell([{ type: 'expired', data: { ...data, nextAttemptAt: undefined } }])).toEqual([
      'Attempt 2: the process that was sending it ended',
      'Gave up: no time was left after 2 attempts',
    ]);
  });
});

describe('a hold', () => {
  const accepted = (reason: string) => ({
    type: 'accepted',
    data: { held: [{ deliveryId: 'd', recipient: 'r1@my.example', reason }] },
  });

  it.each([
    ['unproven_sender', 'Held: nothing proves that the mailbox sent it; it waits to be confirmed'],
    ['mixed_recipients', 'Held: it also names people who see the mailbox in it; it waits to be confirmed'],
    [
      'dmarc',
      'Held: in quarantine: it fails DMARC, and the domain in From asks for that; release it if you expected it, or delete it',
    ],
    ['spam', 'Held: in quarantine: taken for spam; release it if it is none, or delete it'],
    ['something_new', 'Held: it waits to be confirmed: something_new'],
  ])('%s', (reason, line) => {
    expect(tell([accepted(reason)], [reply])).toEqual([line]);
  });

  it('ends in one of three ways', () => {
    const start = accepted('unproven_sender');
    const after = (type: string, data: RecordedEvent['data']) =>
      tell([start, { type, data }], [reply]).at(-1);
    expect(after('confirmed', { by: 'mailbox' })).toBe(
      'Confirmed: the owner, from the mailbox, let it go; it is sent now',
    );
    expect(after('confirmed', { by: 'operator' })).toBe('Confirmed: the operator let it go; it is sent now');
    expect(after('cancelled', { was: 'held' })).toBe('Cancelled: it was held and is not sent');
    const lapse = {
      stage: 'held',
      reason: 'unproven_sender',
      explanation: 'nobody let it go within 14 days',
    };
    expect(after('expired', lapse)).toBe('Gave up: nobody let it go within 14 days; it is not sent');
  });
});

describe('a quarantine', () => {
  const after = (type: string, data: RecordedEvent['data']) => tell([{ type, data }])[0];

  it('ends in a release or a deletion, by whom is told', () => {
    expect(after('confirmed', { by: 'operator', reason: 'spam' })).toBe(
      'Released: the operator let it out of quarantine; it is sent now',
    );
    expect(after('confirmed', { by: 'key', reason: 'not_encrypted' })).toBe(
      'Released: a new key let it out of quarantine; it is sent now',
    );
    expect(after('cancelled', { was: 'held', by: 'mailbox', reason: 'preview' })).toBe(
      'Cancelled: the owner, from the mailbox, deleted it from quarantine; it is not sent',
    );
  });

  it('may begin with an attempt that must not send', () => {
    const data = { stage: 'encrypt', explanation: 'the key expired', reason: 'not_encrypted', attempt: 1 };
    expect(after('held', data)).toBe(
      'Held: in quarantine: it must leave encrypted, and cannot; give the mailbox a key that works, then release it (the key expired)',
    );
  });
});

it('tells the policy between what the message met and its acceptance', () => {
  const at = receivedAt;
  const policy = [{ step: 'limits', outcome: 'within', recipient: 'shop@my.example' }];
  const events = [{ type: 'accepted', at, deliveryId: undefined, data: { policy } }];
  const kinds = tellTimeline({ message, deliveries: [forward], events }).map(({ kind }) => kind);
  expect(kinds).toEqual(['connected', 'authenticated', 'matched', 'policy', 'accepted']);
});

describe('what is not kept', () => {
  it('is told as that', () => {
    const connection = { ip: '', helo: '', tls: 'TLSv1.3', receivedBy: 'mx.my.example' };
    const dkim = [{ result: 'pass', domain: '', isAligned: true }];
    const entries = tellTimeline({
      message: {
        ...message,
        mailFrom: '*',
        headerFrom: '*',
        subject: undefined,
        connection,
        authentication: { ...message.authentication, dkim },
      },
      deliveries: [forward],
      events: [],
    });
    expect(entries.slice(0, 2).map(({ sentence }) => sentence)).toEqual([
      'client not kept, TLS 1.3',
      'SPF pass · DKIM pass · DMARC none',
    ]);
  });
});

describe('a report', () => {
  const told = (report: unknown) => tell([{ type: 'reported', data: { reportMessageId: 'r', report } }])[0];

  it.each([
    [
      {
        action: 'failed',
        status: '5.1.1',
        diagnostic: '550 5.1.1 <Jane.Doe@provider.example> unknown',
        recipient: 'jane.doe@provider.example',
        failure: { failureClass: 'hard', cause: 'unknown_recipient' },
      },
      'Report: j…@provider.example reported: hard failure, unknown recipient: 550 5.1.1 <j…@provider.example> unknown',
    ],
    [
      {
        action: 'failed',
        diagnostic: 'no jane.doe@provider.example, no other@behind.example',
        recipient: 'other@behind.example',
        failure: { failureClass: 'soft', cause: 'unknown' },
      },
      'Report: o…@behind.example reported: soft failure, unknown: no j…@provider.example, no o…@behind.example',
    ],
    [{ action: 'delayed', status: '4.4.1' }, 'Report: a host behind the next hop reported: delayed: 4.4.1'],
    [
      { action: 'delivered', remoteMta: 'mx.behind.example' },
      'Report: mx.behind.example reported: delivered',
    ],
    [null, 'Report: a host behind the next hop reported about it in message r'],
    [undefined, 'Report: a host behind the next hop reported about it in message r'],
  ])('%j', (report, line) => {
    expect(told(report)).toBe(line);
  });
});

describe('what followed', () => {
  it.each([
    ['owner_told', { about: 'failed' }, 'Owner: told of the failure by mail'],
    ['owner_told', { about: 'held' }, 'Owner: told of the hold by mail'],
    ['owner_told', { about: 'probe_ended' }, 'Owner: told of the end of the pause by mail'],
    [
      'owner_told',
      { about: 'failed', reason: 'nobody_reachable' },
      'Owner: not told of the failure by mail: no address of the owner works',
    ],
    [
      'owner_told',
      { about: 'failed', reason: 'new_reason' },
      'Owner: not told of the failure by mail: new reason',
    ],
    ['sender_told', {}, 'Sender: told of the failure by a report'],
    [
      'sender_not_told',
      { reason: 'list' },
      'Sender: not told of the failure: the message came from a mailing list',
    ],
    ['sender_not_told', { reason: 'new_reason' }, 'Sender: not told of the failure: new reason'],
    [
      'mailbox_paused',
      { failures: 3 },
      'Paused: j…@provider.example gets nothing more after 3 hard failures, until a test message is taken',
    ],
    ['mailbox_resumed', {}, 'Resumed: j…@provider.example takes mail again; what waited is sent now'],
    [
      'refused',
      {
        recipient: 'shop@my.example',
        mailFrom: 'ann@b.example',
        stage: 'data',
        code: 550,
        reason: 'blocked',
      },
      'Refused: 550 to ann@b.example, for shop@my.example, after its content: blocked; its sender is told that it failed',
    ],
    ['of_a_newer_program', {}, 'Event: of_a_newer_program'],
  ])('%s %j', (type, data, line) => {
    expect(tell([{ type, data }])).toEqual([line]);
  });
});

describe('matches', () => {
  const matched = (delivery: StoredDelivery) =>
    tellTimeline({ message, deliveries: [delivery], events: [] }).find(({ kind }) => kind === 'matched')
      ?.sentence;

  it('show mailboxes masked, and contacts in full', () => {
    expect(matched(forward)).toBe('alias shop@my.example → j…@provider.example');
    expect(matched(reply)).toBe('reply address r1@my.example → ann@sender.example');
  });
});
