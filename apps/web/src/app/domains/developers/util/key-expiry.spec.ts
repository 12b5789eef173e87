import { describe, expect, it } from 'vitest';
import { endsSoon, expiryOf, graceUntil, isExpired, renewedExpiry } from './key-expiry.ts';

const now = Date.parse('2026-11-22T09:30:00.000Z');

describe('expiry of keys', () => {
  it('counts days from now', () => {
    expect(expiryOf('30', now)).toBe('2026-12-22T09:30:00.000Z');
    expect(expiryOf('never', now)).toBeNull();
  });

  it('lets a replaced key live a day, and no longer than it had', () => {
    expect(graceUntil(null, now)).toBe('2026-11-23T09:30:00.000Z');
    expect(graceUntil('2027-01-01T00:00:00.000Z', now)).toBe('2026-11-23T09:30:00.000Z');
    expect(graceUntil('2026-11-22T10:00:00.000Z', now)).toBe('2026-11-22T10:00:00.000Z');
  });

  it('knows what has ended and what ends soon', () => {
    expect(isExpired(null, now)).toBe(false);
    expect(isExpired('2026-11-22T09:30:00.000Z', now)).toBe(true);
    expect(endsSoon('2026-11-22T09:30:00.000Z', now)).toBe(false);
    expect(endsSoon('2026-11-25T09:30:00.000Z', now)).toBe(true);
    expect(endsSoon('2026-12-25T09:30:00.000Z', now)).toBe(false);
    expect(endsSoon(null, now)).toBe(false);
  });

  it('renews for as long as before, a day at least', () => {
    const made = '2026-10-23T09:30:00.000Z';
    expect(renewedExpiry({ created_at: made, expires_at: null }, now)).toBeNull();
    expect(renewedExpiry({ created_at: made, expires_at: '2026-11-02T09:30:00.000Z' }, now)).toBe(
      '2026-12-02T09:30:00.000Z',
    );
    expect(renewedExpiry({ created_at: made, expires_at: made }, now)).toBe('2026-11-23T09:30:00.000Z');
  });
});
