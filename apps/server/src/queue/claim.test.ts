import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createQueue, type Queue } from './queue.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, openQueues, testSealer, type QueueBench } from './testdata/database.ts';
import type { ClaimedDelivery } from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

async function enqueueFor(...destinations: string[]): Promise<void> {
  await Promise.all(
    destinations.map((destination) => bench.queue.enqueue(sampleAcceptance({ destinations: [destination] }))),
  );
}

function keysOf(claimed: readonly ClaimedDelivery[]): string[] {
  return claimed.map(({ queueKey }) => queueKey).sort();
}

/** A process that knows nothing yet. */
function freshQueue(): Queue {
  return createQueue({
    db: bench.db,
    sealer: testSealer,
    clock: systemClock,
    events: silentEvents,
    shard: 7,
  });
}

describe('claim', () => {
  it('leases what is due with everything an attempt needs', async () => {
    const acceptance = sampleAcceptance({ destinations: ['jane@one.example'] });
    await bench.queue.enqueue(acceptance);
    const [claimed] = await bench.queue.claim(claimAll('me'));
    expect(claimed).toMatchObject({
      messageId: acceptance.messages[0]?.id,
      contentId: acceptance.content.id,
      destination: 'jane@one.example',
      queueKey: 'one.example',
      mailFrom: 'ann@sender.example',
      isSmtpUtf8: false,
      attempts: 0,
    });
    expect(await bench.otherQueue.claim(claimAll('you'))).toEqual([]);
  });

  it('tells what kind of mail it is, under which address it leaves and what was proven of it', async () => {
    const mailboxId = randomUUID();
    await bench.queue.enqueue(
      sampleAcceptance({
        delivery: {
          kind: 'reply',
          sentAs: 'shop@forward.example',
          recipient: 'r1@forward.example',
          mailboxId,
        },
      }),
    );
    await bench.queue.enqueue(sampleAcceptance({ delivery: { mode: 'adaptive' } }));
    const [reply, forward] = await bench.queue.claim(claimAll('me'));
    expect(reply).toMatchObject({
      kind: 'reply',
      mode: 'rewrite',
      recipient: 'r1@forward.example',
      sentAs: 'shop@forward.example',
      mailboxId,
      headerFrom: 'ann@sender.example',
      authentication: { spf: { result: 'pass' }, dkim: [] },
    });
    expect(forward).toMatchObject({ kind: 'forward', mode: 'adaptive', sentAs: 'alias0@forward.example' });
    expect(forward?.mailboxId).toBeUndefined();
  });

  it('never gives a delivery to two processes that claim at once', async () => {
    const destinations = Array.from({ length: 120 }, (_, index) => `jane@d${String(index % 7)}.example`);
    await enqueueFor(...destinations);
    const seen: string[] = [];
    const claimUntilEmpty = async (queue: Queue, owner: string): Promise<void> => {
      for (;;) {
        const claimed = await queue.claim(claimAll(owner, { limit: 5 }));
        if (claimed.length === 0) return;
        seen.push(...claimed.map(({ id }) => id));
      }
    };
    await Promise.all([
      claimUntilEmpty(bench.queue, 'a'),
      claimUntilEmpty(bench.otherQueue, 'b'),
      claimUntilEmpty(freshQueue(), 'c'),
    ]);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it('takes no more of a key than it has room for', async () => {
    await enqueueFor('a@one.example', 'b@one.example', 'c@one.example', 'd@two.example');
    const claimed = await freshQueue().claim(
      claimAll('me', {
        perDestination: 3,
        busyKeys: new Map([
          ['one.example', 1],
          ['two.example', 3],
        ]),
      }),
    );
    expect(keysOf(claimed)).toEqual(['one.example', 'one.example']);
  });

  it('gives every key a turn before the second one of any', async () => {
    await enqueueFor(
      ...Array.from({ length: 30 }, () => 'jane@a.example'),
      'jane@b.example',
      'jane@c.example',
    );
    const queue = freshQueue();
    const turns: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      turns.push(...keysOf(await queue.claim(claimAll('me', { limit: 2, perDestination: 2 }))));
    }
    expect(turns.slice(0, 6)).toEqual([
      'a.example',
      'a.example',
      'b.example',
      'c.example',
      'a.example',
      'a.example',
    ]);
  });

  it('looks at hinted keys first, and yet lets others have their turn', async () => {
    await enqueueFor('a@a.example', 'b@b.example', 'z@z.example', 'z@z.example', 'z@z.example');
    const queue = freshQueue();
    await queue.claim(claimAll('me', { limit: 0 }));
    const [first] = await queue.claim(claimAll('me', { limit: 1, hintedKeys: ['z.example'] }));
    expect(first?.queueKey).toBe('z.example');
    const all = await queue.claim(claimAll('me', { limit: 4, hintedKeys: ['z.example'] }));
    const rest = await queue.claim(claimAll('me'));
    expect(keysOf([...all, ...rest])).toEqual(['a.example', 'b.example', 'z.example', 'z.example']);
  });

  it('walks on where it stopped when there are more keys than a walk looks at', async () => {
    await bench.db.query({
      text: `
      insert into deliveries (id, message_id, organization_id, content_id, recipient, destination, queue_key, mode, state,
        next_attempt_at, expires_at, created_at)
      select (left(uuid_floor(now())::text, 24) || lpad(to_hex(i), 12, '0'))::uuid, gen_random_uuid(), gen_random_uuid(),
        gen_random_uuid(), 'a@b.example', 'a@b.example', 'k' || lpad(i::text, 5, '0') || '.example', 'rewrite', 'deferred',
        case when i in (700, 3000) then now() else now() + interval '1 hour' end, now() + interval '1 day', now()
      from generate_series(1, 3000) i`,
    });
    const queue = freshQueue();
    const found: string[] = [];
    for (let claim = 0; claim < 4; claim += 1) found.push(...keysOf(await queue.claim(claimAll('me'))));
    expect(found).toEqual(['k00700.example', 'k03000.example']);
  });

  it('finds what has waited for longer than any delivery should', async () => {
    await enqueueFor('jane@one.example');
    await bench.db.query({
      text: `update deliveries set id = (left(uuid_floor(now() - interval '60 days')::text, 24) || 'abcdefabcdef')::uuid`,
    });
    expect(await freshQueue().claim(claimAll('me'))).toHaveLength(1);
  });
});

describe('leases', () => {
  it('lapse, and then the delivery is due for anyone', async () => {
    await enqueueFor('jane@one.example');
    const [claimed] = await bench.queue.claim(claimAll('dead', { leaseMs: 1 }));
    await pause(5);
    expect(await bench.otherQueue.recoverLapsedLeases()).toBe(1);
    expect(await bench.otherQueue.recoverLapsedLeases()).toBe(0);
    const [again] = await bench.otherQueue.claim(claimAll('alive'));
    expect(again).toMatchObject({ id: claimed?.id, attempts: 1 });
  });

  it('are told of on the timeline when they lapse', async () => {
    await enqueueFor('jane@one.example');
    await bench.queue.claim(claimAll('node/7', { leaseMs: 60_000 }));
    expect(await bench.otherQueue.releaseLeases('node/')).toBe(1);
    const events = await bench.db.query({
      text: `select type, data - 'nextAttemptAt' as data from events where delivery_id is not null`,
    });
    expect(events).toEqual([
      {
        type: 'recovered',
        data: { stage: 'lease', explanation: 'the process that was sending it ended', attempt: 1 },
      },
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('end the delivery when no time is left', async () => {
    await enqueueFor('jane@one.example', 'john@one.example');
    await bench.queue.claim(claimAll('dead'));
    await bench.db.query({
      text: `update deliveries set expires_at = now() - interval '1 second' where destination like 'jane%'`,
    });
    expect(await bench.otherQueue.releaseLeases('dead')).toBe(2);
    const rows = await bench.db.query({
      text: 'select destination, state, attempts from deliveries order by 1',
    });
    expect(rows).toEqual([
      { destination: 'jane@one.example', state: 'expired', attempts: 1 },
      { destination: 'john@one.example', state: 'queued', attempts: 1 },
    ]);
    const followups = await bench.db.query({ text: `select kind, data ->> 'state' as state from followups` });
    expect(followups).toEqual([{ kind: 'failed', state: 'expired' }]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('that run are not recovered', async () => {
    await enqueueFor('jane@one.example');
    await bench.queue.claim(claimAll('me'));
    expect(await bench.otherQueue.recoverLapsedLeases()).toBe(0);
  });

  it('are renewed for their owner alone', async () => {
    await enqueueFor('a@one.example', 'b@one.example');
    const claimed = await bench.queue.claim(claimAll('me', { limit: 1 }));
    const others = await bench.otherQueue.claim(claimAll('you'));
    const ids = [...claimed, ...others].map(({ id }) => id);
    const kept = await bench.queue.renewLeases({ ids, owner: 'me', leaseMs: 120_000 });
    expect([...kept]).toEqual(claimed.map(({ id }) => id));
    const [row] = await bench.db.query<{ seconds: number }>({
      text: `select extract(epoch from lease_until - now())::int as seconds from deliveries where lease_owner = 'me'`,
    });
    expect(row?.seconds).toBeGreaterThan(110);
  });

  it('are shared out among processes that recover at once', async () => {
    await enqueueFor(...Array.from({ length: 40 }, (_, index) => `jane@d${String(index)}.example`));
    await bench.queue.claim(claimAll('dead', { leaseMs: 1 }));
    await pause(5);
    const counts = await Promise.all([
      bench.queue.recoverLapsedLeases(),
      bench.otherQueue.recoverLapsedLeases(),
    ]);
    expect(counts[0] + counts[1]).toBe(40);
  });
});
