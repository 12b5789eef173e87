import { describe, expect, it } from 'vitest';
import { attentionLines } from './attention.ts';
import { seemsNew, type Overview } from './overview.ts';

const calm: Overview['attention'] = {
  held: 0,
  failed_24h: 0,
  domains: [],
  domain_count: 0,
  mailboxes: [],
  mailbox_count: 0,
};
const nothing: Overview = {
  time_zone: 'UTC',
  attention: calm,
  forwarded_today: 0,
  forwarded_yesterday: 0,
  delivery_rate: null,
  previous_delivery_rate: null,
  active_aliases: 0,
  median_latency_ms: null,
  days: [{ day: '2026-11-30', delivered: 0, bounced: 0, held: 0, discarded: 0, refused: 0 }],
};

describe('what needs attention', () => {
  it('is nothing where all is well', () => {
    expect(attentionLines({ attention: calm })).toEqual([]);
  });

  it('stands with the worst first, each with where it is mended', () => {
    const lines = attentionLines({
      attention: {
        held: 3,
        failed_24h: 1,
        domains: [
          { id: 'd1', name: 'new.example', state: 'pending' },
          { id: 'd2', name: 'my.example', state: 'degraded' },
        ],
        domain_count: 2,
        mailboxes: [{ id: 'm1', address: 'jane@provider.example', paused_at: '2026-11-30T10:00:00Z' }],
        mailbox_count: 1,
      },
    });
    expect(lines.map(({ kind, path }) => [kind, path])).toEqual([
      ['failed', '/messages'],
      ['domain_degraded', '/domains/d2'],
      ['mailbox_paused', '/mailboxes/m1'],
      ['held', '/quarantine'],
      ['domain_pending', '/domains/d1'],
    ]);
  });

  it('counts what the server did not name', () => {
    const domains = [{ id: 'd1', name: 'a.example', state: 'pending' }] as const;
    const lines = attentionLines({
      attention: { ...calm, domains: [...domains], domain_count: 4, mailbox_count: 2 },
    });
    expect(lines).toMatchObject([
      { kind: 'mailboxes_more', count: 2 },
      { kind: 'domain_pending' },
      { kind: 'domains_more', count: 3 },
    ]);
  });
});

describe('an organization', () => {
  it('seems new while nothing ever happened', () => {
    expect(seemsNew(nothing)).toBe(true);
    expect(seemsNew({ ...nothing, active_aliases: 1 })).toBe(false);
    expect(seemsNew({ ...nothing, attention: { ...calm, domain_count: 1 } })).toBe(false);
    const [day] = nothing.days;
    expect(seemsNew({ ...nothing, days: day === undefined ? [] : [{ ...day, refused: 1 }] })).toBe(false);
  });
});
