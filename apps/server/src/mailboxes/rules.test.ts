import { describe, expect, it } from 'vitest';
import { probeDelayMs } from './rules.ts';

const hourMs = 3_600_000;

describe('probeDelayMs', () => {
  it.each([
    [0, 7],
    [1, 6 * hourMs],
    [2, 24 * hourMs],
    [30, 24 * hourMs],
  ])('after %i probes waits %i ms', (probes, delayMs) => {
    expect(probeDelayMs(probes, 7)).toBe(delayMs);
  });
});
