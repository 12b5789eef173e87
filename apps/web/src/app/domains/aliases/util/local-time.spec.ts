import { describe, expect, it } from 'vitest';
import { fromLocalTime, toLocalTime } from './local-time.ts';

describe('local times', () => {
  it('come back as they went, to the minute', () => {
    expect(fromLocalTime(toLocalTime('2026-11-30T14:05:00.000Z'))).toBe('2026-11-30T14:05:00.000Z');
  });
  it('are null where there is none', () => {
    expect(toLocalTime(null)).toBe('');
    expect(fromLocalTime('')).toBeNull();
    expect(fromLocalTime('soon')).toBeNull();
  });
});
