import { describe, expect, it } from 'vitest';
import type { OutgoingResult } from '../outgoing-http/index.ts';
import { classifyAttempt, givesUpAfterMs, retryDelayMs } from './rules.ts';

const now = new Date('2026-11-22T09:30:00Z');

function answer(status: number, retryAfter?: string): OutgoingResult {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { kind: 'answered', status, headers, body: Buffer.alloc(0), isTruncated: false };
}

describe('an answer', () => {
  it.each([200, 201, 202, 204, 299])('%i is success', (status) => {
    expect(classifyAttempt(answer(status), now)).toEqual({ kind: 'delivered' });
  });

  it.each([301, 302, 307, 400, 401, 404, 429, 500, 503])('%i is tried again', (status) => {
    expect(classifyAttempt(answer(status), now).kind).toBe('failed');
  });

  it('410 ends the webhook', () => {
    expect(classifyAttempt(answer(410), now).kind).toBe('gone');
  });

  it('that did not come is told in its words', () => {
    expect(classifyAttempt({ kind: 'failed', reason: 'No answer in time' }, now)).toMatchObject({
      kind: 'failed',
      error: 'No answer in time',
    });
  });

  it.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 09:31:00 GMT', 60_000],
    ['Sun, 22 Nov 2026 09:29:00 GMT', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['99999999999999999999', undefined],
  ])('asks to wait by Retry-After: %s', (value, retryAfterMs) => {
    expect(classifyAttempt(answer(503, value), now)).toMatchObject({ retryAfterMs });
  });
});

describe('the wait', () => {
  const waitOf = (failures: number): number => retryDelayMs({ failures, random: 0.5 });

  it('grows from seconds to a day', () => {
    const hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99].map((failures) => waitOf(failures) / 3_600_000);
    expect(hours).toEqual([5 / 3_600, 1 / 12, 0.5, 2, 5, 10, 14, 20, 24, 24, 24]);
    const sum = hours.slice(0, 9).reduce((total, hour) => total + hour, 0);
    expect(sum * 3_600_000).toBeGreaterThan(givesUpAfterMs);
  });

  it('strays by a tenth', () => {
    expect(retryDelayMs({ failures: 2, random: 0 })).toBe(270_000);
    expect(retryDelayMs({ failures: 2, random: 1 })).toBe(330_000);
  });

  it('is as long as the receiver asks, up to a day, and never shorter than ours', () => {
    expect(retryDelayMs({ failures: 1, random: 0.5, retryAfterMs: 120_000 })).toBe(120_000);
    expect(retryDelayMs({ failures: 4, random: 0.5, retryAfterMs: 1_000 })).toBe(7_200_000);
    expect(retryDelayMs({ failures: 1, random: 0.5, retryAfterMs: 900_000_000 })).toBe(86_400_000);
  });
});
