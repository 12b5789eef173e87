import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { listStatement as contactListStatement } from '../contacts/list-store.ts';
import type { AliasFilter } from './details.ts';
import { listStatement, type ListPart } from './list-store.ts';

/** A node of EXPLAIN's JSON, as far as it matters here. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

let database: OpenTestDatabase;
let organizationId: string;
let contactsOf: string;

/** An organization with 6,000 aliases that were made before all others, and four with 3,000 that have the same words. */
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  organizationId = (await createOwner(db, 'big')).organizationId;
  const domainId = randomUUID();
  await db.query({
    text: `insert into auth.organization (id, name, slug) select gen_random_uuid(), 'x', 'crowd-' || i from generate_series(1, 4) i`,
  });
  await db.query({
    text: `insert into domains (id, organization_id, name, state, verification_token, is_shared) values ($1, $2, 'big.example', 'active', 'x', true)`,
    params: [domainId, organizationId],
  });
  await db.query({
    text: `insert into aliases (id, organization_id, domain_id, local_part, note, tags, is_pinned, display_name, created_at)
      select gen_random_uuid(), o.id, $1, md5(o.id::text || i), 'For the shop number ' || i,
        case when i % 50 = 0 then array['shopping', 'tag' || i] else '{}' end, i % 1000 = 0, 'Name ' || md5(i::text), o.begun + i * interval '1 second'
      from (select id, case when id = $2 then 6000 else 3000 end as count,
          case when id = $2 then timestamptz '2026-01-01' else timestamptz '2026-06-01' end as begun from auth.organization) o
        cross join lateral generate_series(1, o.count) i`,
    params: [domainId, organizationId],
  });
  const [alias] = await db.query<{ id: string }>({
    text: 'select id from aliases where organization_id = $1 order by id limit 1',
    params: [organizationId],
  });
  contactsOf = alias?.id ?? '';
  await db.query({
    text: `insert into contacts (id, organization_id, alias_id, domain_id, address, reply_local_part, created_at)
      select a.id, a.organization_id, a.id, a.domain_id, 'c' || md5(a.id::text) || '@sender.example', 'r' || md5(a.id::text), a.created_at
      from aliases a where a.organization_id <> $1 or a.note like '%0' or a.id = $2`,
    params: [organizationId, contactsOf],
  });
  await db.query({ text: 'vacuum analyze aliases, contacts, alias_activity' });
}, 60_000);
afterAll(() => database[Symbol.asyncDispose]());

async function explain(statement: { readonly text: string; readonly params: readonly unknown[] }) {
  const [row] = await database.db.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>({
    text: `explain (analyze, format json) ${statement.text}`,
    params: statement.params,
  });
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  if (plan === undefined) throw new Error('no plan');
  return flatten(plan);
}

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** Rows of a table that a plan has touched, whether it kept them or not. */
function touched(nodes: readonly PlanNode[], table: string): number {
  return nodes
    .filter((node) => node['Relation Name'] === table)
    .reduce((sum, node) => {
      const dropped = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
      return sum + (node['Actual Rows'] + dropped) * node['Actual Loops'];
    }, 0);
}

const indexesOf = (nodes: readonly PlanNode[]) => nodes.flatMap((node) => node['Index Name'] ?? []);

function page(filter: Partial<AliasFilter>, more: Partial<ListPart> = {}) {
  return listStatement({
    organizationId,
    filter: { isInTrash: false, ...filter },
    deletedAfter: new Date(0),
    order: 'created_at',
    isDescending: true,
    part: 'all',
    after: undefined,
    limit: 51,
    ...more,
  });
}

const somewhere = { part: 'all', id: '01900000-0000-7000-8000-000000000000' } as const;

describe('a page of one organization among many', () => {
  it.each<[string, Partial<ListPart>, string]>([
    ['created_at', { order: 'created_at' }, 'aliases_by_creation'],
    [
      'created_at, further on',
      { order: 'created_at', after: { ...somewhere, key: '2026-01-01T00:30:00.000000Z' } },
      'aliases_by_creation',
    ],
    ['address', { order: 'address' }, 'aliases_by_address'],
    ['address, further on', { order: 'address', after: { ...somewhere, key: '8' } }, 'aliases_by_address'],
    ['name', { order: 'name', isDescending: false }, 'aliases_by_name'],
    ['last activity', { order: 'last_activity_at' }, 'alias_activity_by_time'],
    [
      'last activity, further on',
      { order: 'last_activity_at', after: { ...somewhere, key: '2090-01-01T00:00:00.000000Z' } },
      'alias_activity_by_time',
    ],
  ])('sorted by %s is read off its index', async (_name, more, index) => {
    const nodes = await explain(page({}, more));
    expect(indexesOf(nodes)).toContain(index);
    // The page once to find it and once to show it.
    expect(touched(nodes, 'aliases')).toBeLessThanOrEqual(2 * 52);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  });

  it('finds a rare word by trigrams of the organization alone', async () => {
    const nodes = await explain(page({ search: 'number 1234' }));
    expect(indexesOf(nodes)).toContain('aliases_search');
    // Every organization has such a note.
    expect(touched(nodes, 'aliases')).toBeLessThan(20);
  });

  it('finds nothing for a word that nobody has without looking at anybody', async () => {
    const nodes = await explain(page({ search: 'zzzyx' }));
    expect(touched(nodes, 'aliases')).toBeLessThan(20);
  });

  it('stops early where a word is everywhere', async () => {
    const nodes = await explain(page({ search: 'shop number' }));
    expect(touched(nodes, 'aliases')).toBeLessThanOrEqual(2 * 6_000);
  });

  it('finds a tag by its index', async () => {
    const nodes = await explain(page({ tag: 'tag1400' }));
    expect(indexesOf(nodes)).toContain('aliases_tags');
    expect(touched(nodes, 'aliases')).toBeLessThan(10);
  });

  it('finds pinned ones without the others', async () => {
    const nodes = await explain(page({}, { part: 'pinned' }));
    expect(indexesOf(nodes)).toContain('aliases_pinned');
    expect(touched(nodes, 'aliases')).toBeLessThanOrEqual(2 * 6);
  });
});

describe('a page of contacts', () => {
  const contacts = (more: object) =>
    contactListStatement({
      organizationId,
      aliasId: undefined,
      search: undefined,
      order: 'created_at',
      isDescending: true,
      after: undefined,
      limit: 51,
      ...more,
    });

  it.each([
    ['created_at', {}, 'contacts_by_creation'],
    ['address', { order: 'address' }, 'contacts_by_address'],
  ])('sorted by %s is read off its index', async (_name, more, index) => {
    const nodes = await explain(contacts(more));
    expect(indexesOf(nodes)).toContain(index);
    expect(touched(nodes, 'contacts')).toBeLessThanOrEqual(51);
  });

  it('of one alias, or with a rare word, touches those alone', async () => {
    expect(touched(await explain(contacts({ aliasId: contactsOf })), 'contacts')).toBe(1);
    expect(touched(await explain(contacts({ search: 'zzzyx' })), 'contacts')).toBeLessThan(5);
  });
});
