import { describe, expect, it } from 'vitest';
import { whyIdle } from './why-idle.ts';

const now = new Date('2026-11-30T12:00:00.000Z').getTime();
const working = {
  deleted_at: null,
  is_enabled: true,
  when_disabled: 'refuse' as const,
  expires_at: null,
  messages_left: null,
  mailboxes: [{ id: '1', address: 'jane@provider.example' }],
};

describe('whyIdle', () => {
  it('says nothing of an alias that works', () => {
    expect(whyIdle(working, now)).toBeUndefined();
    expect(whyIdle({ ...working, messages_left: 1, expires_at: '2026-12-01T00:00:00.000Z' }, now)).toBe(
      undefined,
    );
  });
  it.each([
    [{ is_enabled: false }, 'off_refuse'],
    [{ is_enabled: false, when_disabled: 'discard' as const }, 'off_discard'],
    [{ expires_at: '2026-11-30T12:00:00.000Z' }, 'expired'],
    [{ messages_left: 0 }, 'used_up'],
    [{ mailboxes: [] }, 'no_mailbox'],
    [{ deleted_at: '2026-11-29T12:00:00.000Z', is_enabled: false }, 'trash'],
  ])('of %j it is %s', (change, why) => {
    expect(whyIdle({ ...working, ...change }, now)).toBe(why);
  });
});
