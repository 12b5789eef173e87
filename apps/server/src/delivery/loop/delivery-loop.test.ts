import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { silentEvents, systemClock } from '../../observe/index.ts';
import type { ClaimedDelivery, ClaimRequest, DeliveryOutcome } from '../../queue/index.ts';
import type { Attempt } from '../attempt/index.ts';
import { createMemoryQueue } from '../testdata/memory-queue.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { runDeliveryLoop, standardTiming, type DeliveryLoopOptions } from './index.ts';

const delivered: DeliveryOutcome = { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } };
const stopped: DeliveryOutcome = {
  kind: 'deferred',
  evidence: { stage: 'body', explanation: 'stopped', durationMs: 1 },
};

/** A loop over a queue in memory, whose attempts last until they are told to end. */
function startLoop(changes: Partial<DeliveryLoopOptions> = {}, { endsAtOnce = true } = {}) {
  const queue = createMemoryQueue();
  const controller = new AbortController();
  const failures: string[] = [];
  const underWay = new Map<string, (outcome: DeliveryOutcome) => void>();
  const mostPerKey = new Map<string, number>();
  let most = 0;
  let sendHint = (_payload: string): void => undefined;
  let isSubscribed = false;
  const running: ClaimedDelivery[] = [];
  const attempt: Attempt = async (delivery, signal) => {
    running.push(delivery);
    most = Math.max(most, running.length);
    const sameKey = running.filter(({ queueKey }) => queueKey === delivery.queueKey).length;
    mostPerKey.set(delivery.queueKey, Math.max(mostPerKey.get(delivery.queueKey) ?? 0, sameKey));
    const outcome = await new Promise<DeliveryOutcome>((resolve) => {
      underWay.set(delivery.id, resolve);
      signal.addEventListener('abort', () => {
        resolve(stopped);
      });
      if (endsAtOnce)
        setImmediate(() => {
          resolve(delivered);
        });
    });
    running.splice(running.indexOf(delivery), 1);
    underWay.delete(delivery.id);
    return outcome;
  };
  const ended = runDeliveryLoop({
    queue,
    attempt,
    db: {
      listen: async (_channel, onPayload) => {
        sendHint = onPayload;
        isSubscribed = true;
        const unsubscribe = async () => Promise.resolve(void (isSubscribed = false));
        return Promise.resolve({ [Symbol.asyncDispose]: unsubscribe });
      },
    },
    events: { ...silentEvents, failed: (action) => failures.push(action) },
    clock: systemClock,
    config: { concurrency: 10, concurrencyPerDestination: 5 },
    owner: 'test',
    signal: controller.signal,
    timing: {
      ...standardTiming,
      pollMs: 20,
      claimGapMs: 1,
      renewMs: 20,
      recoverMs: 20,
      drainMs: 100,
      abandonMs: 500,
    },
    ...changes,
  });
  return {
    queue,
    failures,
    underWay,
    mostPerKey,
    ended,
    most: () => most,
    isSubscribed: () => isSubscribed,
    hint: (payload: string) => {
      sendHint(payload);
    },
    stop: async () => {
      controller.abort();
      await ended;
    },
  };
}

function addDue(queue: ReturnType<typeof createMemoryQueue>, count: number, queueKey = 'example.com'): void {
  for (let index = 0; index < count; index += 1) {
    queue.due.push(sampleDelivery({ id: `${queueKey}-${String(index)}`, queueKey }));
  }
}

describe('runDeliveryLoop', () => {
  it('finds what is due without a hint, and settles it', async () => {
    const loop = startLoop();
    await waitFor(() => loop.queue.counts.claims > 1, { what: 'an empty claim' });
    addDue(loop.queue, 1);
    await waitFor(() => loop.queue.settled.size === 1, { what: 'the delivery to be settled' });
    expect(loop.queue.settled.get('example.com-0')).toEqual(delivered);
    await loop.stop();
  });

  it('follows a hint at once', async () => {
    const loop = startLoop({ timing: { ...standardTiming, pollMs: 60_000 } });
    await waitFor(() => loop.queue.counts.claims === 1, { what: 'the first claim' });
    addDue(loop.queue, 1);
    loop.hint('example.com,other.test');
    await waitFor(() => loop.queue.settled.size === 1, {
      what: 'the delivery to be settled',
      timeoutMs: 1_000,
    });
    await loop.stop();
  });

  it('works off everything due after one hint, within the limits', async () => {
    const config = { concurrency: 6, concurrencyPerDestination: 4 };
    const loop = startLoop({ config, timing: { ...standardTiming, pollMs: 60_000 } });
    await waitFor(() => loop.queue.counts.claims === 1, { what: 'the first claim' });
    addDue(loop.queue, 30, 'a.test');
    addDue(loop.queue, 30, 'b.test');
    addDue(loop.queue, 1, 'c.test');
    loop.hint('a.test,b.test');
    await waitFor(() => loop.queue.settled.size === 61, { what: 'all to be settled' });
    expect(loop.most()).toBe(6);
    expect(loop.mostPerKey.get('a.test')).toBe(4);
    await loop.stop();
  });

  it('keeps all places of a destination in use when attempts end while a claim is under way', async () => {
    const memory = createMemoryQueue();
    const queue = {
      ...memory,
      // As a database does: what it saw is some time old when the loop hears of it.
      claim: async (request: ClaimRequest) => {
        const claimed = await memory.claim(request);
        await delay(5);
        return claimed;
      },
    };
    addDue(memory, 200);
    let begun = 0;
    const attempt: Attempt = async () => {
      begun += 1;
      await delay(begun % 15);
      return delivered;
    };
    const loop = startLoop({ queue, attempt, timing: { ...standardTiming, pollMs: 60_000 } });
    await waitFor(() => memory.settled.size === 200, { what: 'all to be settled without another hint' });
    await loop.stop();
  });

  it('leaves paused destinations alone', async () => {
    const paused = new Set(['a.test']);
    const loop = startLoop({ pausedKeys: () => paused });
    addDue(loop.queue, 2, 'a.test');
    addDue(loop.queue, 1, 'b.test');
    await waitFor(() => loop.queue.settled.has('b.test-0'), { what: 'the other destination' });
    const { claims } = loop.queue.counts;
    await waitFor(() => loop.queue.counts.claims > claims + 2, { what: 'more claims' });
    expect(loop.queue.settled.size).toBe(1);
    paused.clear();
    await waitFor(() => loop.queue.settled.size === 3, { what: 'the end of the pause' });
    await loop.stop();
  });

  it('outlives a database that is gone, and settles late rather than never', async () => {
    const loop = startLoop();
    loop.queue.failNext('claim', 3);
    loop.queue.failNext('settle', 1);
    addDue(loop.queue, 1);
    await waitFor(() => loop.queue.settled.size === 1, { what: 'the delivery to be settled' });
    expect(loop.failures).toEqual(['claim', 'claim', 'claim', 'settle']);
    expect(loop.queue.counts.settles).toBe(2);
    await loop.stop();
  });

  it('renews leases, and breaks off an attempt whose lease is lost', async () => {
    const loop = startLoop({}, { endsAtOnce: false });
    addDue(loop.queue, 2);
    await waitFor(() => loop.underWay.size === 2, { what: 'both attempts' });
    loop.queue.failNext('renewLeases', 1);
    const { renewals } = loop.queue.counts;
    await waitFor(() => loop.queue.counts.renewals > renewals + 2, { what: 'renewals' });
    expect(loop.underWay.size).toBe(2);
    loop.queue.takeAway('example.com-0');
    await waitFor(() => loop.underWay.size === 1, { what: 'the attempt to be broken off' });
    expect([...loop.underWay.keys()]).toEqual(['example.com-1']);
    await loop.stop();
    expect(loop.queue.settled.has('example.com-0')).toBe(false);
  });

  it('recovers lapsed leases now and then', async () => {
    const loop = startLoop();
    await waitFor(() => loop.queue.counts.recoveries > 1, { what: 'recoveries' });
    await loop.stop();
  });

  it('ends after the attempts under way, and claims nothing more', async () => {
    const loop = startLoop(
      { timing: { ...standardTiming, pollMs: 20, drainMs: 5_000 } },
      { endsAtOnce: false },
    );
    addDue(loop.queue, 1);
    await waitFor(() => loop.underWay.size === 1, { what: 'the attempt' });
    const ending = loop.stop();
    addDue(loop.queue, 1, 'late.test');
    loop.hint('late.test');
    loop.underWay.get('example.com-0')?.(delivered);
    await ending;
    expect(loop.queue.settled.get('example.com-0')).toEqual(delivered);
    expect([loop.queue.due.length, loop.queue.leased.size, loop.isSubscribed()]).toEqual([1, 0, false]);
  });

  it('breaks off what does not end in time, and settles it as deferred', async () => {
    const loop = startLoop({}, { endsAtOnce: false });
    addDue(loop.queue, 3);
    await waitFor(() => loop.underWay.size === 3, { what: 'the attempts' });
    await loop.stop();
    expect([...loop.queue.settled.values()]).toEqual([stopped, stopped, stopped]);
    expect(loop.queue.leased.size).toBe(0);
  });
});
