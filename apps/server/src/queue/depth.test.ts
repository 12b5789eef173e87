import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, openQueues, type QueueBench } from './testdata/database.ts';

let bench: QueueBench;

beforeAll(async () => {
  bench = await openQueues();
});
afterAll(() => bench[Symbol.asyncDispose]());

const age = (interval: string) =>
  bench.db.query({
    text: `update deliveries set next_attempt_at = now() - interval '${interval}' where state = 'queued'`,
  });

it('counts what is unfinished and says how long it has been due', async () => {
  expect(await bench.queue.depth()).toEqual({
    states: { queued: 0, deferred: 0, sending: 0, held: 0 },
    oldestDueSeconds: 0,
  });
  for (let count = 0; count < 3; count += 1) await bench.queue.enqueue(sampleAcceptance());
  await age('90 seconds');
  const waiting = await bench.queue.depth();
  expect(waiting.states).toMatchObject({ queued: 3, sending: 0 });
  expect(waiting.oldestDueSeconds).toBeGreaterThanOrEqual(90);
  expect(waiting.oldestDueSeconds).toBeLessThan(120);
  await age('-1 hour');
  expect((await bench.queue.depth()).oldestDueSeconds).toBe(0);
  await age('1 second');
  await bench.queue.claim(claimAll('owner'));
  expect(await bench.queue.depth()).toMatchObject({ states: { queued: 0, sending: 3 }, oldestDueSeconds: 0 });
});
