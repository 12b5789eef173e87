import { describe, expect, it } from 'vitest';
import { quarantineReasons } from './types.ts';
import { expiryOf, formatHint, holdExpiryOf, parseHint, queueKeyOf, retryDelayMs } from './rules.ts';

const minuteMs = 60_000;

describe('retryDelayMs', () => {
  it('grows from one minute to four hours and stays there', () => {
    const delays = Array.from({ length: 12 }, (_, attempts) => retryDelayMs(attempts, 0.5) / minuteMs);
    expect(delays).toEqual([1, 5, 10, 20, 40, 60, 120, 240, 240, 240, 240, 240]);
  });

  it('spreads a delay over a fifth of its length', () => {
    expect(retryDelayMs(5, 0)).toBe(54 * minuteMs);
    expect(retryDelayMs(5, 1)).toBe(66 * minuteMs);
  });

  it('is an hour at least for a full mailbox, and no shorter than for others', () => {
    expect(retryDelayMs(0, 0, 'full')).toBe(60 * minuteMs);
    expect(retryDelayMs(0, 1, 'full')).toBe(72 * minuteMs);
    expect(retryDelayMs(9, 0, 'full')).toBe(retryDelayMs(9, 0));
    expect(retryDelayMs(0, 0.5, 'soft')).toBe(minuteMs);
  });
});

describe('expiryOf', () => {
  it('gives a message five days', () => {
    expect(expiryOf(new Date('2026-02-27T10:00:00Z'))).toEqual(new Date('2026-03-04T10:00:00Z'));
  });

  it('gives a held reply two weeks, and mail in quarantine thirty days', () => {
    const receivedAt = new Date('2026-02-27T10:00:00Z');
    expect(holdExpiryOf(receivedAt, 'unproven_sender')).toEqual(new Date('2026-03-13T10:00:00Z'));
    for (const reason of quarantineReasons)
      expect(holdExpiryOf(receivedAt, reason)).toEqual(new Date('2026-03-29T10:00:00Z'));
  });
});

describe('queueKeyOf', () => {
  it('is the domain, also behind a quoted local part', () => {
    expect(queueKeyOf('jane@Mailbox.Example')).toBe('mailbox.example');
    expect(queueKeyOf('"a@b"@mailbox.example')).toBe('mailbox.example');
  });
});

describe('formatHint', () => {
  it('names each key once and is read back', () => {
    expect(parseHint(formatHint(['a.example', 'b.example', 'a.example']))).toEqual([
      'a.example',
      'b.example',
    ]);
    expect(formatHint([])).toBe('');
    expect(parseHint('')).toEqual([]);
  });

  it('stays below the size that PostgreSQL takes', () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `${'long'.repeat(10)}${String(index)}.example`);
    const hint = formatHint(keys);
    expect(Buffer.byteLength(hint)).toBeLessThanOrEqual(7_000);
    expect(parseHint(hint).length).toBeGreaterThan(100);
  });
});
