import { describe, expect, it } from 'vitest';
import type { History } from './history.ts';
import { tellPolicy } from './policy-facts.ts';

const at = new Date('2026-01-31T09:00:00Z');
const recipients = ['a@my.example', 'b@my.example', 'c@my.example', 'd@my.example', 'e@my.example'];

const historyOf = (policy: unknown, rcptTo: readonly string[]): History => ({
  message: {
    id: 'm',
    organizationId: 'o',
    contentId: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a009',
    receivedAt: at,
    mailFrom: 'ann@sender.example',
    rcptTo,
    headerFrom: 'ann@sender.example',
    subject: 'Hello',
    sizeBytes: 5_000,
    states: [],
    messageIdHeader: undefined,
    connection: { ip: '192.0.2.1', helo: 'mx.sender.example', receivedBy: 'mx.my.example' },
    authentication: { spf: { result: 'pass' }, dkim: [], dmarc: { result: 'none' }, arc: { result: 'none' } },
  },
  deliveries: [],
  events: [{ type: 'accepted', at, deliveryId: undefined, data: { policy } }],
});
const tell = (policy: unknown, rcptTo = recipients) => tellPolicy(historyOf(policy, rcptTo), at);
const linesOf = (entries: ReturnType<typeof tell>) =>
  entries.map(({ label, sentence }) => `${label}: ${sentence}`);

describe('the policy', () => {
  it('is told in its order, with the raw facts', () => {
    const content = { step: 'content', outcome: 'clean', data: { score: 1, required: 15 } };
    const entries = tell(
      [
        { step: 'limits', outcome: 'within', recipient: 'a@my.example' },
        content,
        { step: 'rules', outcome: 'none', recipient: 'a@my.example' },
      ],
      ['a@my.example'],
    );
    expect(linesOf(entries)).toEqual([
      'Limits: within the limits',
      'Content: no spam: score 1 of 15',
      'Rules: no rule matched',
    ]);
    expect(entries[1]).toMatchObject({ kind: 'policy', at, deliveryId: undefined, details: content });
  });

  it('says once what is the same for several recipients, and for whom where it is not for all', () => {
    const limits = recipients.map((recipient) => ({ step: 'limits', outcome: 'within', recipient }));
    const none = recipients.slice(1).map((recipient) => ({ step: 'rules', outcome: 'none', recipient }));
    const data = { rules: ['Bills'], action: 'discard' };
    const matched = { step: 'rules', outcome: 'matched', recipient: 'a@my.example', data };
    const entries = tell([...limits, ...none, matched]);
    expect(linesOf(entries)).toEqual([
      'Limits: within the limits',
      'Rules: no rule matched (b@my.example, c@my.example, d@my.example and 1 more)',
      'Rules: “Bills” matched; it is discarded (a@my.example)',
    ]);
    expect(entries[0]?.details).toMatchObject({ recipients });
  });

  it.each([undefined, null, 'text', {}, [null, 5, 'x']])('bears odd records: %j', (policy) => {
    expect(linesOf(tell(policy)).every((line) => line.startsWith('Policy: '))).toBe(true);
  });
});
