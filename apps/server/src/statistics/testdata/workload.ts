import fc from 'fast-check';
import { newId } from '../../db/index.ts';
import { silentEvents } from '../../observe/index.ts';
import type { DeliveryOutcome, NewDelivery } from '../../queue/index.ts';
import { sampleAcceptance } from '../../queue/testdata/acceptance.ts';
import { claimAll, evidence } from '../../queue/testdata/database.ts';
import { createRefusals } from '../../refusals/index.ts';
import { foldOnce } from '../fold.ts';
import { insertFacts, type PlainFact } from './facts.ts';
import type { Memory } from './recount.ts';
import type { World } from './world.ts';

/** The days around the changes of the clocks in Berlin (25 October), Newfoundland (1 November) and after. */
const firstMs = Date.parse('2026-10-20T00:00:00Z');
const lastMs = Date.parse('2026-11-06T00:00:00Z');

const moment = fc.integer({ min: firstMs, max: lastMs }).map((ms) => new Date(ms));

const sender = fc.constantFrom('ann@sender.example', 'Bob@Other.Example', '', '*', '*@hidden.example');

const delivery = fc.record({
  alias: fc.integer({ min: 0, max: 3 }),
  mailbox: fc.integer({ min: 0, max: 1 }),
  isOfAlias: fc.boolean(),
  end: fc.constantFrom('queue', 'queue', 'discard', 'hold'),
});

const past = fc.array(
  fc.record({
    at: moment,
    alias: fc.integer({ min: 0, max: 3 }),
    mailbox: fc.integer({ min: 0, max: 1 }),
    state: fc.constantFrom('delivered', 'delivered', 'bounced', 'expired', 'cancelled'),
    kind: fc.constantFrom('forward', 'reply'),
    sender,
    latencyMs: fc.integer({ min: 0, max: 10_000_000 }),
  }),
  { minLength: 1, maxLength: 12 },
);

const outcome = fc.constantFrom('delivered', 'delivered', 'bounced', 'deferred', 'held');

/** Something that happens. */
export const anyAction = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('accept'),
      at: moment,
      sender,
      isReply: fc.boolean(),
      deliveries: fc.array(delivery, { minLength: 1, maxLength: 4 }),
      isCutOff: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('past'), facts: past, isCutOff: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deliver'), outcomes: fc.array(outcome, { minLength: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('release', 'cancel'), place: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('expire', 'delete', 'retire', 'retry') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('refuse'),
      at: moment,
      alias: fc.option(fc.integer({ min: 0, max: 3 })),
      count: fc.constantFrom(1, 3, 520),
      reason: fc.constantFrom('blocked', 'unknown_address'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('fold', 'fold', 'cutFold') }) },
);

/** One of {@link anyAction}. */
export type Action = typeof anyAction extends fc.Arbitrary<infer T> ? T : never;

/** Cuts the second process off while it works; whether its work is done then is what nobody knows. */
async function cutOff({ db, victim }: World, work: () => Promise<unknown>): Promise<void> {
  const findPid = () => victim.query<{ readonly pid: number }>({ text: 'select pg_backend_pid() as pid' });
  // That the last one was cut off after its work may be noticed only now.
  const [row] = await findPid().catch(findPid);
  const under = work().catch(() => undefined);
  await db.query({ text: 'select pg_terminate_backend($1)', params: [row?.pid] });
  await under;
}

/** Does it, as the program would. */
export async function act(action: Action, world: World, memory: Memory): Promise<void> {
  const { db, victim, queue, victimQueue, tenant } = world;
  switch (action.kind) {
    case 'accept': {
      const acceptance = acceptanceOf(action, world);
      if (action.isCutOff) return cutOff(world, () => victimQueue.enqueue(acceptance));
      return void (await queue.enqueue(acceptance));
    }
    case 'past': {
      const facts: readonly PlainFact[] = action.facts;
      if (!action.isCutOff) return insertFacts(db, tenant, facts);
      return cutOff(world, () => victim.transaction((tx) => insertFacts(tx, tenant, facts)));
    }
    case 'deliver':
      return deliver(world, action.outcomes);
    case 'release':
    case 'cancel': {
      const rows = await db.query<{ readonly id: string }>({
        text: `select id from deliveries where state in ('held', 'queued', 'deferred') order by id`,
      });
      const { id } = rows[action.place % Math.max(1, rows.length)] ?? {};
      if (id === undefined) return;
      const request = { deliveryId: id, by: 'owner' };
      return void (action.kind === 'release' ? await queue.release(request) : await queue.cancel(request));
    }
    case 'retry':
      return void (await db.query({
        text: `update deliveries set next_attempt_at = now() where state in ('queued', 'deferred')`,
      }));
    case 'expire': {
      await db.query({ text: `update deliveries set expires_at = now() - interval '1 second' where state = 'held'` });
      return void (await queue.expireHeld());
    }
    case 'delete': {
      await memory.look();
      const [row] = await db.query<{ readonly message_id: string }>({
        text: 'select message_id from deliveries where finished_at is not null and organization_id = $1 order by id limit 1',
        params: [tenant.organizationId],
      });
      for (const [table, column] of [['messages', 'id'], ['deliveries', 'message_id'], ['events', 'message_id']] as const)
        await db.query({
          text: `delete from ${table} where ${column} = $1 and not exists (
            select from deliveries d where d.message_id = $1 and d.finished_at is null)`,
          params: [row?.message_id],
        });
      return;
    }
    case 'retire': {
      await memory.look();
      return void (await queue.removeExpired(3_650));
    }
    case 'refuse': {
      const { at, alias, count, reason } = action;
      await using refusals = createRefusals({ db, clock: { now: () => at }, events: silentEvents });
      for (let index = 0; index < count; index += 1)
        refusals.note({
          organizationId: tenant.organizationId,
          aliasId: alias === null ? undefined : tenant.aliasIds[alias],
          recipient: alias === null ? `nobody@${tenant.domain}` : `a${String(alias)}@${tenant.domain}`,
          mailFrom: 'x@spam.example',
          ip: '192.0.2.1',
          stage: 'rcpt',
          code: 550,
          reason,
        });
      return;
    }
    case 'fold':
      return void (await foldOnce(db));
    case 'cutFold':
      return cutOff(world, () => foldOnce(victim));
  }
}

function acceptanceOf(action: Extract<Action, { kind: 'accept' }>, { tenant }: World) {
  const { at, sender: mailFrom, isReply, deliveries } = action;
  const planned = deliveries.map(({ alias, mailbox, isOfAlias, end }): NewDelivery => {
    const reason = end === 'discard' ? { discardReason: 'duplicate_destination' } : {};
    return {
      id: newId(at),
      kind: isReply ? 'reply' : 'forward',
      recipient: `a${String(alias)}@${tenant.domain}`,
      ...(isOfAlias && { aliasId: tenant.aliasIds[alias] ?? '' }),
      mailboxId: tenant.mailboxIds[mailbox] ?? '',
      mode: 'rewrite',
      ...(end === 'discard' ? reason : { destination: `box${String(mailbox)}@mailbox.example` }),
      ...(end === 'hold' && { holdReason: 'spam' }),
    };
  });
  return sampleAcceptance({
    message: {
      id: newId(at),
      organizationId: tenant.organizationId,
      receivedAt: at,
      mailFrom,
      headerFrom: mailFrom === '' ? undefined : mailFrom,
      deliveries: planned,
      rcptTo: planned.map(({ recipient }) => recipient),
    },
  });
}

async function deliver({ queue }: World, outcomes: readonly string[]): Promise<void> {
  const claimed = await queue.claim(claimAll('me', { limit: 10 }));
  await Promise.all(
    claimed.map((each, index) =>
      queue.settle({ delivery: each, owner: 'me', outcome: outcomeOf(outcomes[index % outcomes.length]) }),
    ),
  );
}

function outcomeOf(word = 'delivered'): DeliveryOutcome {
  const failed = { ...evidence(550, 'no'), failure: { failureClass: 'hard', cause: 'unknown_mailbox' } } as const;
  if (word === 'held') return { kind: 'held', holdReason: 'not_encrypted', evidence: evidence(250, 'ok') };
  if (word === 'bounced') return { kind: 'bounced', evidence: failed };
  if (word === 'deferred') return { kind: 'deferred', evidence: evidence(451, 'later') };
  return { kind: 'delivered', evidence: evidence(250, 'ok') };
}

