import { describe, expect, it } from 'vitest';
import en from '../i18n/en.json' with { type: 'json' };
import { expiresSoon, groupFingerprint, isExpired, pauseKeyOf, stateOf } from './mailbox-state.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

describe('stateOf', () => {
  it('says the one thing that matters most', () => {
    expect(stateOf({ state: 'pending', is_paused: false })).toBe('unconfirmed');
    expect(stateOf({ state: 'confirmed', is_paused: true })).toBe('paused');
    expect(stateOf({ state: 'confirmed', is_paused: false })).toBe('confirmed');
  });
});

describe('pauseKeyOf', () => {
  it.each(['Paused by hand', 'Its domain takes no mail', 'Its server refused too many messages in a row'])(
    'has words for %j',
    (reason) => {
      expect(en.pause).toHaveProperty(pauseKeyOf(reason) ?? 'nothing');
    },
  );

  it('knows what it does not know', () => {
    expect(pauseKeyOf('Something new')).toBeUndefined();
    expect(pauseKeyOf(null)).toBeUndefined();
  });
});

describe('the end of a key', () => {
  it.each([
    [null, false, false],
    ['2026-11-22T12:00:00Z', true, false],
    ['2026-11-22T12:00:01Z', false, true],
    ['2026-12-23T12:00:00Z', false, false],
  ])('%s', (expiresAt, expired, soon) => {
    expect(isExpired(expiresAt, now)).toBe(expired);
    expect(expiresSoon(expiresAt, now)).toBe(soon);
  });
});

describe('groupFingerprint', () => {
  it('groups by four', () => {
    expect(groupFingerprint('4f9f89f5505ac1d1a260631cdb1187b9dd5f693b')).toBe(
      '4F9F 89F5 505A C1D1 A260 631C DB11 87B9 DD5F 693B',
    );
    expect(groupFingerprint('')).toBe('');
  });
});
