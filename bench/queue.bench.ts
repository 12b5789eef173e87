// The queue alone: accepted, claimed and settled per second, with a backlog of deferred deliveries behind it.
//   --count 5000 --connections 20 --size 5000 --backlog 20000 --destinations 500; PostgreSQL by DATABASE_URL, else one without fsync
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createTestDatabase, startTestDatabaseServer } from '@smtpy/testkit';
import { connect, createSealer, migrate, newId, type Db } from '../apps/server/src/db/index.ts';
import { silentEvents, systemClock } from '../apps/server/src/observe/index.ts';
import { createQueue, type ClaimedDelivery, type Queue } from '../apps/server/src/queue/index.ts';
import { sampleAcceptance } from '../apps/server/src/queue/testdata/acceptance.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '20' },
    size: { type: 'string', default: '5000' },
    backlog: { type: 'string', default: '20000' },
    destinations: { type: 'string', default: '500' },
  },
});
const count = Number(values.count);
const connections = Number(values.connections);
const size = Number(values.size);
const owner = 'bench';

function openConnections(url: string): Db {
  return connect({ url, applicationName: 'bench', maxConnections: 10, events: silentEvents });
}

/** Deferred deliveries over many destinations, none of them due: what a claim has to find its way past. */
async function makeBacklog(db: Db): Promise<void> {
  const text = `
    with contents as (
      insert into contents (id, size_bytes, header_bytes, body_hash, trace_header, pending, chunk_count, data)
      select u.id, 1, 0, '', '', 1, 0, 'x' from unnest($1::uuid[]) as u (id)
    )
    insert into deliveries (id, message_id, organization_id, content_id, recipient, destination, queue_key, mode, state,
      attempts, next_attempt_at, expires_at, created_at)
    select u.id, u.id, u.id, u.id, 'a@forward.example', 'b@mailbox.example', 'd' || (u.nr % $2) || '.example', 'rewrite',
      'deferred', 3, now() + interval '1 hour', now() + interval '4 days', now()
    from unnest($1::uuid[]) with ordinality as u (id, nr)`;
  const ids = Array.from({ length: Number(values.backlog) }, () => newId());
  await db.query({ text, params: [ids, Number(values.destinations)] });
}

/** Runs `work` `count` times, as many at once as there are connections; gives the rate. */
async function rate(work: (index: number) => Promise<void>): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return count / ((performance.now() - startedAt) / 1_000);
}

const data = Buffer.concat([
  Buffer.from('From: ann@sender.example\r\nSubject: benchmark\r\n\r\n'),
  Buffer.alloc(size, 'x'),
]);

async function accept(queue: Queue, index: number): Promise<void> {
  const destination = `jane@m${String(index % 10)}.example`;
  await queue.enqueue(
    sampleAcceptance({ data, destinations: [destination], aliasId: aliasIds[index % aliasIds.length] ?? '' }),
  );
}

const aliasIds = Array.from({ length: 100 }, () => newId());

async function settleDelivered(queue: Queue, delivery: ClaimedDelivery): Promise<void> {
  const evidence = {
    host: 'mx.example [192.0.2.1]:25',
    stage: 'body',
    reply: { code: 250, text: 'ok' },
    durationMs: 1,
  };
  await queue.settle({ delivery, owner, outcome: { kind: 'delivered', evidence } });
}

/** A delivery loop without network: claims for `connections` places, opens the content, settles. */
async function drain(
  queue: Queue,
  isOver: () => boolean,
): Promise<{ settled: number; claims: number; claimMs: number }> {
  const totals = { settled: 0, claims: 0, claimMs: 0 };
  const busy = new Map<string, number>();
  let places = connections;
  const work = async (delivery: ClaimedDelivery): Promise<void> => {
    const content = await queue.openContent(delivery.contentId);
    await content.header();
    await settleDelivered(queue, delivery);
    busy.set(delivery.queueKey, (busy.get(delivery.queueKey) ?? 1) - 1);
    places += 1;
    totals.settled += 1;
  };
  let hurry = Promise.withResolvers<undefined>();
  for (;;) {
    const startedAt = performance.now();
    const claimed =
      places === 0
        ? []
        : await queue.claim({
            owner,
            limit: places,
            perDestination: 20,
            busyKeys: busy,
            hintedKeys: hints,
            leaseMs: 60_000,
          });
    if (places > 0) totals.claims += 1;
    totals.claimMs += performance.now() - startedAt;
    for (const delivery of claimed) {
      places -= 1;
      busy.set(delivery.queueKey, (busy.get(delivery.queueKey) ?? 0) + 1);
      void work(delivery).then(() => {
        hurry.resolve(undefined);
      });
    }
    if (claimed.length === 0 && places === connections && isOver()) return totals;
    if (claimed.length === 0 && places < connections) {
      await hurry.promise;
      hurry = Promise.withResolvers();
    }
  }
}

const hints = Array.from({ length: 10 }, (_, index) => `m${String(index)}.example`);

async function measure(databaseUrl: string): Promise<void> {
  const db = openConnections(databaseUrl);
  const queue = createQueue({
    db,
    sealer: createSealer(randomBytes(32)),
    clock: systemClock,
    events: silentEvents,
    shard: 0,
  });
  // A database that was analyzed while it was nearly empty: where wrong plans would show.
  for (let index = 0; index < 20; index += 1) await accept(queue, index);
  await drain(queue, () => true);
  await db.query({ text: 'vacuum analyze' });
  await makeBacklog(db);
  const accepted = await rate((index) => accept(queue, index));
  const startedAt = performance.now();
  const drained = await drain(queue, () => true);
  const drainSeconds = (performance.now() - startedAt) / 1_000;
  let isAccepted = false;
  const bothAt = performance.now();
  const [, both] = await Promise.all([
    rate((index) => accept(queue, index)).finally(() => (isAccepted = true)),
    drain(queue, () => isAccepted),
  ]);
  const bothSeconds = (performance.now() - bothAt) / 1_000;
  const violations = await queue.findViolations();
  console.log(`accepted            ${accepted.toFixed(0)}/s`);
  console.log(
    `claimed, settled    ${(drained.settled / drainSeconds).toFixed(0)}/s in ${String(drained.claims)} claims`,
  );
  console.log(
    `all at once         ${(both.settled / bothSeconds).toFixed(0)}/s in ${String(both.claims)} claims`,
  );
  console.log(`a claim             ${(both.claimMs / both.claims).toFixed(2)} ms`);
  console.log(`violations          ${violations.map(({ kind }) => kind).join(', ') || 'none'}`);
  await db.close();
}

await using server = process.env['DATABASE_URL'] === undefined ? await startTestDatabaseServer() : undefined;
await using database = await createTestDatabase({
  ...(server === undefined ? {} : { serverUrl: server.url }),
  migrate: async (url) => {
    const db = openConnections(url);
    await migrate(db);
    await db.close();
  },
});
await measure(database.url);
