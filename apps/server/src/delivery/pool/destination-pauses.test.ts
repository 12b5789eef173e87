import { createManualClock } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { DestinationPauses } from './destination-pauses.ts';

function createPauses() {
  const clock = createManualClock();
  const limits = { failuresBeforePause: 2, firstPauseMs: 1_000, maxPauseMs: 3_000 };
  const pauses = new DestinationPauses({ clock, limits });
  const pauseLengthMs = () => {
    let elapsedMs = 0;
    for (; pauses.pausedKeys().length > 0; elapsedMs += 500) clock.advance(500);
    return elapsedMs;
  };
  return { pauses, pauseLengthMs };
}

describe('DestinationPauses', () => {
  it('pauses after failures in a row, and longer each time', () => {
    const { pauses, pauseLengthMs } = createPauses();
    pauses.noteUnreachable('a.test');
    expect(pauses.pausedKeys()).toEqual([]);
    pauses.noteUnreachable('a.test');
    expect(pauses.pausedKeys()).toEqual(['a.test']);
    expect(pauseLengthMs()).toBe(1_000);
    pauses.noteUnreachable('a.test');
    expect(pauseLengthMs()).toBe(2_000);
    pauses.noteUnreachable('a.test');
    expect(pauseLengthMs()).toBe(3_000);
  });

  it('does not lengthen a pause by attempts that were under way when it began', () => {
    const { pauses, pauseLengthMs } = createPauses();
    for (let failures = 0; failures < 10; failures += 1) pauses.noteUnreachable('a.test');
    expect(pauseLengthMs()).toBe(1_000);
  });

  it('forgets everything when the destination is reached, and knows each by itself', () => {
    const { pauses } = createPauses();
    pauses.noteUnreachable('a.test');
    pauses.noteReached('a.test');
    pauses.noteUnreachable('a.test');
    pauses.noteUnreachable('b.test');
    expect(pauses.pausedKeys()).toEqual([]);
  });
});
