import { describe, expect, it } from 'vitest';
import { formatTimeline } from './format.ts';
import type { MessageDetails } from './message.ts';

const at = new Date('2026-01-31T09:00:00Z');
const message: MessageDetails = {
  id: 'm',
  organizationId: 'o',
  contentId: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a009',
  attempts: [],
  receivedAt: at,
  mailFrom: 'bounces@b.example',
  rcptTo: ['shop@my.example'],
  headerFrom: 'ann@b.example',
  subject: 'Hello',
  sizeBytes: 5_000,
  states: [],
  messageIdHeader: undefined,
  connection: { ip: '', helo: '', receivedBy: 'mx.my.example' },
  authentication: { spf: { result: 'pass' }, dkim: [], dmarc: { result: 'none' }, arc: { result: 'none' } },
  deliveries: [],
  timeline: [],
};
const begin = (change: Partial<MessageDetails>) =>
  formatTimeline({ ...message, ...change })
    .split('\n')
    .slice(0, 2);

describe('the first lines', () => {
  it.each([
    [{}, 'Hello', 'ann@b.example'],
    [{ subject: undefined }, 'No subject', 'ann@b.example'],
    [{ subject: '', headerFrom: undefined, mailFrom: '' }, 'No subject', 'null sender'],
    [{ subject: undefined, headerFrom: '*@b.example' }, 'Subject not kept', 'someone at b.example'],
    [{ subject: undefined, headerFrom: '*', mailFrom: '*' }, 'Subject not kept', 'sender not kept'],
    [{ subject: undefined, headerFrom: '*', mailFrom: '' }, 'Subject not kept', 'sender not kept'],
    [{ subject: undefined, headerFrom: undefined, mailFrom: '*' }, 'Subject not kept', 'sender not kept'],
  ] as const)('of %j', (change, subject, sender) => {
    expect(begin(change)).toEqual([subject, `${sender} → shop@my.example`]);
  });

  it('say as much of a reply whose sender is not kept', () => {
    const reply: MessageDetails['deliveries'][number] = {
      id: 'd',
      kind: 'reply',
      recipient: 'r1@my.example',
      destination: 'ann@b.example',
      state: 'queued',
      reason: undefined,
      mode: 'rewrite',
      attempts: 0,
      nextAttemptAt: undefined,
      expiresAt: at,
      finishedAt: undefined,
    };
    expect(begin({ headerFrom: '*@provider.example', deliveries: [reply] })[1]).toMatch(
      /^someone at provider\.example → /u,
    );
  });
});
