import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimNamedText, claimWalkText } from './claim-sql.ts';
import { byIdText, byRangeText } from './find-delivery.ts';
import { listHeldStatement } from './held.ts';
import { expireHeldText } from './hold.ts';
import { deliveredText } from './mailbox-deliveries.ts';
import { endedMessagesText, looseEventsText } from './organization-retention.ts';
import { resumeText } from './resume-mailbox.ts';
import { settleDeliveredText, settleText } from './settle.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { openQueues, type QueueBench } from './testdata/database.ts';

/** A node of EXPLAIN's JSON, as far as it matters here. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

let bench: QueueBench;

/** Plans are made while the tables are nearly empty, as on the first day of an installation; then a backlog comes. */
beforeAll(async () => {
  bench = await openQueues();
  for (let index = 0; index < 10; index += 1) await bench.queue.enqueue(sampleAcceptance());
  await bench.db.query({ text: 'vacuum analyze' });
});
afterAll(() => bench[Symbol.asyncDispose]());

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

const zero = `'00000000-0000-0000-0000-000000000000'`;

/** The hot statements, with arguments that exclude no partition. */
const statements = {
  named: [claimNamedText, `'me', 1000, 10, '{k9.example}', ${zero}, '{10}'`],
  walk: [claimWalkText, `'me', 1000, 10, '', ${zero}, 10, '{}', '{}', 256`],
  settle: [settleText, `'{}', '{}', '{}', '{}', '{}', '{}', '{}', 0, ${zero}, null`],
  delivered: [settleDeliveredText, `'{}', '{}', '{}', '{}', '{}', '{}', '{}', 0, ${zero}, null`],
} as const;

/** The plan that is kept for a prepared statement. It is run when buffers are asked for. */
function explain(name: keyof typeof statements, options = ''): Promise<readonly PlanNode[]> {
  const [text, args] = statements[name];
  return explainText(text, args, options);
}

function explainText(text: string, args: string, options = ''): Promise<readonly PlanNode[]> {
  return bench.db.transaction(async (tx) => {
    await tx.query({ text: 'set local plan_cache_mode = force_generic_plan' });
    await tx.query({ text: `prepare examined as ${text}` });
    const rows = await tx.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>({
      text: `explain (format json${options}) execute examined (${args})`,
    });
    await tx.query({ text: 'deallocate examined' });
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (plan === undefined) throw new Error('no plan');
    return flatten(plan);
  });
}

function scansOf(nodes: readonly PlanNode[], table: string): readonly PlanNode[] {
  return nodes.filter(
    (node) => node['Relation Name']?.startsWith(`${table}_2`) && /Scan/.test(node['Node Type']),
  );
}

async function makeBacklog(count: number): Promise<void> {
  await bench.db.query({
    text: `
      insert into deliveries (id, message_id, organization_id, content_id, recipient, destination, queue_key, mode, state,
        attempts, next_attempt_at, expires_at, created_at)
      select (left(uuid_floor(now())::text, 24) || lpad(to_hex(i), 12, '0'))::uuid, gen_random_uuid(), gen_random_uuid(),
        gen_random_uuid(), 'a@b.example', 'a@b.example', 'k' || (i % 500) || '.example', 'rewrite', 'deferred', 3,
        now() + interval '1 hour', now() + interval '4 days', now()
      from generate_series(1, ${String(count)}) i`,
  });
}

describe('plans that were made while the tables were small', () => {
  it.each(['named', 'walk', 'settle', 'delivered'] as const)('read no whole table: %s', async (name) => {
    const nodes = await explain(name);
    const whole = nodes.filter(
      (node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined,
    );
    expect(whole.map((node) => node['Relation Name'])).toEqual([]);
    expect(scansOf(nodes, 'deliveries').length).toBeGreaterThan(0);
  });

  it.each(['named', 'walk'] as const)('find due deliveries by the partial index: %s', async (name) => {
    const indexes = scansOf(await explain(name), 'deliveries').map((node) => node['Index Name'] ?? '');
    expect(indexes.filter((index) => !/_queue_key_next_attempt_at_idx$|_pkey$/.test(index))).toEqual([]);
    expect(indexes.some((index) => index.endsWith('_queue_key_next_attempt_at_idx'))).toBe(true);
  });

  it('claim past 20,000 deferred deliveries of 500 keys without reading them', async () => {
    await makeBacklog(20_000);
    await bench.queue.enqueue(sampleAcceptance({ destinations: ['jane@k9.example'] }));
    expect(blocksOf(await explain('named', ', analyze, buffers'))).toBeLessThan(200);
    expect(blocksOf(await explain('walk', ', analyze, buffers'))).toBeLessThan(10_000);
  });
});

/** Statements that look one thing up: their argument, and the index that finds it. */
const lookUps = [
  ['resumeMailbox', resumeText, zero, '_mailbox_id_idx'],
  ['hasDeliveredSince', deliveredText, `${zero}, now()`, '_mailbox_id_finished_at_idx'],
  ['expireHeld', expireHeldText, '0', '_expires_at_idx'],
  ['findDelivery by id', byIdText, 'uuid_floor(now())', '_pkey'],
  ['findDelivery by range', byRangeText, 'uuid_floor(now()), uuid_floor(now())', '_pkey'],
] as const;

/** What retention asks for each organization, with the tables and the indexes that answer. */
const removals = [
  [
    'ended messages',
    endedMessagesText,
    { messages: '_organization_id_id_idx', deliveries: '_message_id_idx' },
  ],
  ['loose events', looseEventsText, { events: '_organization_id_id_idx', messages: '_pkey' }],
] as const;

/** As partitions are named after it: `202611`. */
function thisMonth(): string {
  return new Date().toISOString().slice(0, 7).replace('-', '');
}

describe('the retention of organizations', () => {
  it.each(removals)('finds %s by index', async (_, text, indexes) => {
    const nodes = await explainText(text, `array[${zero}::uuid], array[uuid_floor(now())]`);
    expect(
      nodes.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined),
    ).toEqual([]);
    // In an empty partition all indexes cost the same.
    const month = thisMonth();
    for (const [table, index] of Object.entries(indexes)) {
      const names = scansOf(nodes, table).map((node) => node['Index Name'] ?? '');
      const used = new Set(names.filter((name) => name.includes(month) && !name.endsWith('_pkey')));
      expect([...used]).toEqual(index === '_pkey' ? [] : [`${table}_${month}${index}`]);
    }
  });
});

describe('listHeld', () => {
  it.each([
    ['of an organization', { organizationId: '00000000-0000-0000-0000-000000000000' }],
    ['of all', {}],
  ])('reads held deliveries alone: %s', async (_, request) => {
    const { text, params = [] } = listHeldStatement({ limit: 10, reasons: ['spam'], ...request });
    const args = params.map((param) => (Array.isArray(param) ? `'{spam}'` : `'${String(param)}'`));
    const nodes = await explainText(text, args.join(', '));
    const names = scansOf(nodes, 'deliveries').map((node) => node['Index Name'] ?? '');
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !/_organization_id_id_idx$|_expires_at_idx$|_pkey$/.test(name))).toEqual(
      [],
    );
    expect(
      nodes.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined),
    ).toEqual([]);
  });
});

describe('look-ups', () => {
  it.each(lookUps)('%s goes by its index', async (_, text, args, index) => {
    const nodes = await explainText(text, args);
    expect(
      nodes.filter(
        (node) => node['Node Type'] === 'Seq Scan' && node['Relation Name']?.startsWith('deliveries'),
      ),
    ).toEqual([]);
    const all = scansOf(nodes, 'deliveries').map((node) => node['Index Name'] ?? '');
    // In an empty partition all indexes cost the same.
    const names = all.filter((name) => name.includes(thisMonth()));
    expect(names.some((name) => name.endsWith(index))).toBe(true);
    expect(names.filter((name) => !name.endsWith(index) && !name.endsWith('_pkey'))).toEqual([]);
  });
});

function blocksOf([top]: readonly PlanNode[]): number {
  return (top?.['Shared Hit Blocks'] ?? 0) + (top?.['Shared Read Blocks'] ?? 0);
}
