import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { WriteBehind } from './write-behind.ts';

function create({
  isAway = () => false,
  left = () => false,
}: { readonly isAway?: () => boolean; readonly left?: () => boolean } = {}) {
  const writtenAtMs: number[] = [];
  const failures: string[] = [];
  const writing = new WriteBehind({
    action: 'test',
    minIntervalMs: 40,
    retryMs: 60,
    events: { failed: (action) => void failures.push(action) },
    write: () => {
      writtenAtMs.push(performance.now());
      return isAway() ? Promise.reject(new Error('away')) : Promise.resolve({ isMoreLeft: left() });
    },
  });
  const hasWritten = (count: number) =>
    waitFor(() => writtenAtMs.length >= count, { what: `${count} writings` });
  return { writing, writtenAtMs, failures, hasWritten };
}

// Timers are exact to a millisecond and may fire that much early.
const slackMs = 2;

describe('WriteBehind', () => {
  it('does nothing until asked, and then writes once for all who ask', async () => {
    const { writing, writtenAtMs, hasWritten } = create();
    for (let count = 0; count < 10; count += 1) writing.writeWithin(5);
    expect(writtenAtMs).toHaveLength(0);
    await hasWritten(1);
    await writing[Symbol.asyncDispose]();
    expect(writtenAtMs).toHaveLength(2);
  });

  it('takes the earliest wish, and keeps the interval', async () => {
    const { writing, writtenAtMs, hasWritten } = create();
    await using _ = writing;
    writing.writeWithin(60_000);
    writing.writeWithin(0);
    await hasWritten(1);
    writing.writeWithin(0);
    await hasWritten(2);
    const [first = 0, second = 0] = writtenAtMs;
    expect(second - first).toBeGreaterThanOrEqual(40 - slackMs);
  });

  it('goes on while more is left', async () => {
    let left = 2;
    const { writing, hasWritten } = create({ left: () => left-- > 0 });
    await using _ = writing;
    writing.writeWithin(0);
    await hasWritten(3);
  });

  it('tries again after a failure, later than others wish, and tells of the first alone', async () => {
    let isAway = true;
    const { writing, writtenAtMs, failures, hasWritten } = create({ isAway: () => isAway });
    writing.writeWithin(0);
    await hasWritten(1);
    writing.writeWithin(0);
    await hasWritten(3);
    const [first = 0, second = 0] = writtenAtMs;
    expect(second - first).toBeGreaterThanOrEqual(60 - slackMs);
    expect(failures).toEqual(['test']);
    isAway = false;
    await hasWritten(4);
    isAway = true;
    writing.writeWithin(0);
    await hasWritten(5);
    await writing[Symbol.asyncDispose]();
    expect(failures).toEqual(['test', 'test']);
  });

  it('writes what is left at the end, once, and nothing afterwards', async () => {
    const { writing, writtenAtMs } = create();
    writing.writeWithin(60_000);
    await writing[Symbol.asyncDispose]();
    await writing[Symbol.asyncDispose]();
    writing.writeWithin(0);
    expect(writtenAtMs).toHaveLength(1);
  });
});
