import { describe, expect, it } from 'vitest';
import { followupDelayMs } from './rules.ts';

describe('followupDelayMs', () => {
  it.each([
    [0, 10],
    [1, 20],
    [5, 320],
    [9, 3_600],
    [18, 3_600],
    [19, 86_400],
    [2_000_000, 86_400],
  ])('after %i failures more waits %i s', (attempts, seconds) => {
    expect(followupDelayMs(attempts)).toBe(seconds * 1_000);
  });
});
