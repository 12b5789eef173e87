import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from './content-writer.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';
import { writeLarge } from './testdata/large-content.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** Something in every state that comes up: queued, sending, deferred, held, delivered, discarded; small and large content. */
beforeEach(async () => {
  await emptyTables(bench.db);
  const aliasId = randomUUID();
  const { queue } = bench;
  await queue.enqueue(
    sampleAcceptance({ aliasId, destinations: ['a@one.example', 'b@one.example', 'c@one.example'] }),
  );
  await queue.enqueue(sampleAcceptance({ aliasId, discardReason: 'alias_disabled' }));
  const [first, second] = await queue.claim(claimAll('me'));
  if (first === undefined || second === undefined) throw new Error('nothing was claimed');
  await queue.settle({
    delivery: first,
    owner: 'me',
    outcome: { kind: 'delivered', evidence: evidence(250, 'ok') },
  });
  await queue.settle({
    delivery: second,
    owner: 'me',
    outcome: { kind: 'deferred', evidence: evidence(451, 'later') },
  });
  const large = sampleAcceptance({ aliasId, chunkCount: 2, data: Buffer.alloc(CHUNK_BYTES + 1) });
  await queue.createContentWriter(large.content.id).write(Buffer.alloc(CHUNK_BYTES + 1));
  await queue.enqueue(large);
  await queue.enqueue(
    sampleAcceptance({ aliasId, delivery: { kind: 'reply', holdReason: 'unproven_sender' } }),
  );
  const quarantined = await writeLarge(queue, { aliasId, delivery: { holdReason: 'spam' } });
  await queue.enqueue(quarantined.acceptance);
  await queue.enqueue(sampleAcceptance({ aliasId, destinations: ['d@last.example'] }));
  const last = (await queue.claim(claimAll('you'))).find(({ queueKey }) => queueKey === 'last.example');
  if (last === undefined) throw new Error('nothing was claimed');
  await queue.settle({
    delivery: last,
    owner: 'you',
    outcome: { kind: 'held', holdReason: 'not_encrypted', evidence: { stage: 'encrypt', durationMs: 1 } },
  });
});

/** One way to break each guarantee, and what is then reported. */
const breakages: readonly (readonly [what: string, sql: string, kinds: readonly string[]])[] = [
  [
    'a delivery disappears',
    `delete from deliveries where state = 'delivered'`,
    ['recipient_without_delivery', 'alias_counter_wrong'],
  ],
  [
    'a recipient was forgotten',
    `update messages set rcpt_to = rcpt_to || 'x@forward.example'::text`,
    ['recipient_without_delivery'],
  ],
  [
    'a delivery is due never',
    `update deliveries set next_attempt_at = null where state = 'deferred'`,
    ['delivery_stuck'],
  ],
  [
    'a lease has no end',
    `update deliveries set lease_until = null where state = 'sending'`,
    ['delivery_stuck'],
  ],
  [
    'a waiting delivery is leased',
    `update deliveries set lease_owner = 'x' where state = 'deferred'`,
    ['delivery_stuck'],
  ],
  ['a hold has no reason', `update deliveries set reason = null where state = 'held'`, ['delivery_stuck']],
  [
    'a held delivery is due',
    `update deliveries set next_attempt_at = now() where state = 'held'`,
    ['delivery_stuck'],
  ],
  [
    'a delivery was never meant to be held',
    `update events set data = data - 'held' where type = 'accepted'`,
    ['hold_without_event'],
  ],
  ['an attempt never held what is held', `delete from events where type = 'held'`, ['hold_without_event']],
  [
    'content in quarantine is not said to be sealed',
    `update contents set is_sealed = false where data is null`,
    ['quarantine_unsealed'],
  ],
  [
    'content in quarantine is in clear',
    `update contents set is_sealed = false, data = substr(data, 30) where is_sealed and data is not null`,
    ['quarantine_unsealed'],
  ],
  [
    'a chunk in quarantine is in clear',
    `update content_chunks set is_sealed = false, data = substr(data, 30) where is_sealed and seq = 1`,
    ['quarantine_unsealed'],
  ],
  [
    'an end has no time',
    `update deliveries set finished_at = null where state = 'delivered'`,
    ['delivery_end_contradicts_state'],
  ],
  [
    'an end is due again',
    `update deliveries set next_attempt_at = now() where state = 'delivered'`,
    ['delivery_end_contradicts_state'],
  ],
  [
    'an unfinished delivery has an end',
    `update deliveries set finished_at = now() where state = 'deferred'`,
    ['delivery_end_contradicts_state'],
  ],
  [
    'a final event is missing',
    `delete from events where type = 'delivered'`,
    ['final_event_contradicts_state'],
  ],
  [
    'a final event is there twice',
    `insert into events select gen_random_uuid(), at, organization_id, message_id, delivery_id, alias_id, type, data from events where type = 'delivered'`,
    ['final_event_contradicts_state'],
  ],
  [
    'a final event says something else',
    `update events set type = 'bounced' where type = 'delivered'`,
    ['final_event_contradicts_state'],
  ],
  [
    'an unfinished delivery has a final event',
    `update events set type = 'expired' where type = 'deferred'`,
    ['final_event_contradicts_state'],
  ],
  [
    'a discard has no reason',
    `update deliveries set reason = null where state = 'discarded'`,
    ['discard_without_event'],
  ],
  [
    'a discard was never meant',
    `update events set data = data - 'discarded' where type = 'accepted'`,
    ['discard_without_event'],
  ],
  [
    'content is counted wrong',
    `update contents set pending = pending + 1 where data is not null`,
    ['content_pending_wrong'],
  ],
  ['content is missing', `delete from contents where data is not null`, ['content_pending_wrong']],
  [
    'content is left over',
    `insert into contents select gen_random_uuid(), size_bytes, header_bytes, body_hash, trace_header, 0, 0, data from contents where data is not null and not is_sealed`,
    ['content_pending_wrong'],
  ],
  [
    'octets are missing',
    `update contents set data = substr(data, 2) where data is not null`,
    ['content_octets_wrong'],
  ],
  ['a chunk is missing', `delete from content_chunks where seq = 0`, ['content_octets_wrong']],
  [
    'a chunk is short',
    `update content_chunks set data = substr(data, 2) where seq = 0`,
    ['content_octets_wrong'],
  ],
  [
    'a chunk belongs to nothing',
    `insert into content_chunks values (uuid_floor(now() - interval '30 hours'), 0, '')`,
    ['chunk_orphaned'],
  ],
  ['a counter is wrong', `update alias_counters set delivered = delivered + 1`, ['alias_counter_wrong']],
  ['a counter is missing', `delete from alias_counters`, ['alias_counter_wrong']],
  [
    'a counter counts nothing',
    `insert into alias_counters (alias_id, shard, bounced) values (gen_random_uuid(), 4, 1)`,
    ['alias_counter_wrong'],
  ],
];

describe('findViolations', () => {
  it('reports nothing of a sound queue', async () => {
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it.each(breakages)('reports that %s', async (_, sql, kinds) => {
    await bench.db.query({ text: sql });
    const violations = await bench.queue.findViolations();
    expect(violations.map(({ kind }) => kind)).toEqual(kinds);
    for (const { ids, explanation } of violations) {
      expect(ids.length).toBeGreaterThan(0);
      expect(explanation).toMatch(/^\d+ /);
    }
  });
});
