import { describe, expect, it } from 'vitest';
import { judgeCertificate, judgeDatabase, judgeDisk, judgeQueue, worstOf } from './health-rules.ts';

const now = new Date('2026-11-22T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const dayMs = 86_400_000;
const gib = 1024 ** 3;

describe('what is looked at', () => {
  it.each([
    [0, 'problem'],
    [dayMs, 'warning'],
    [14 * dayMs, 'ok'],
  ])('a certificate with %d ms left is %s', (leftMs, verdict) => {
    expect(judgeCertificate({ validTo: later(leftMs), now }).verdict).toBe(verdict);
  });

  it.each([
    [0.9, 1, 'problem'],
    [9, 100, 'warning'],
    [10, 100, 'ok'],
  ])('%d GiB of %d are %s', (free, total, verdict) => {
    expect(judgeDisk({ freeBytes: free * gib, totalBytes: total * gib }).verdict).toBe(verdict);
  });

  it.each([
    [undefined, 'ok'],
    [14, 'ok'],
    [15, 'warning'],
  ])('a delivery that is %s minutes late is %s', (minutes, verdict) => {
    const oldestDueAt = minutes === undefined ? undefined : later(-minutes * 60_000);
    expect(judgeQueue({ oldestDueAt, now }).verdict).toBe(verdict);
  });

  it('a schema behind is a problem, and the worst finding counts', () => {
    const behind = judgeDatabase({ serverVersion: '18.1', pendingCount: 1 });
    const current = judgeDatabase({ serverVersion: '18.1', pendingCount: 0 });
    expect([behind.verdict, current.verdict]).toEqual(['problem', 'ok']);
    expect(worstOf([current, behind])).toBe('problem');
    expect(worstOf([])).toBe('ok');
  });
});
