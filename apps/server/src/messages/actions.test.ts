import { waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operatorActor } from '../audit/index.ts';
import { newId } from '../db/index.ts';
import { openQueues, type QueueBench } from '../queue/testdata/database.ts';
import { sampleAcceptance } from '../queue/testdata/acceptance.ts';
import { createMessageActions } from './actions.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** Whether a backend waits for an advisory lock. */
async function isSomebodyWaiting(): Promise<boolean> {
  const rows = await bench.db.query({
    text: `select 1 from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
  });
  return rows.length > 0;
}

it('deletion with cancellation waits for retention before it takes anything that retention needs', async () => {
  const [organizationId, id] = [newId(), newId()];
  await bench.queue.enqueue(sampleAcceptance({ message: { id, organizationId } }));
  const actions = createMessageActions({
    db: bench.db,
    queue: bench.queue,
    sandbox: { forget: () => Promise.resolve() },
    audit: { record: () => Promise.resolve() },
  });
  const deleted = await bench.db.transaction(async (tx) => {
    await tx.query({ text: `set local lock_timeout = '2s'` });
    await tx.query({ text: `select pg_advisory_xact_lock(hashtext('smtpy retention'))` });
    const deletion = actions.change({
      organizationId,
      messageIds: [id],
      action: 'delete',
      cancelsFirst: true,
      actor: operatorActor,
    });
    await waitFor(isSomebodyWaiting, { what: 'the deletion to wait' });
    // As dropping a month does it.
    await tx.query({ text: 'lock table only messages, only deliveries, only events in exclusive mode' });
    return [deletion] as const;
  });
  expect(await deleted[0]).toEqual([{ messageId: id, kind: 'done', deliveries: 1 }]);
  expect(await bench.queue.findViolations()).toEqual([]);
});
