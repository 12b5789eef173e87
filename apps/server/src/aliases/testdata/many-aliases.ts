import { randomUUID } from 'node:crypto';
import { createOwner, openTestDatabase } from '../../../fixtures/index.ts';

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

/** A database with many aliases, and the plans of statements on it. */
export interface ManyAliases extends AsyncDisposable {
  /** The organization that is asked about: its aliases were made before all others. */
  readonly organizationId: string;
  /** One of its aliases. */
  readonly aliasId: string;
  /** Runs a statement; gives the nodes of its plan. */
  readonly explain: (statement: {
    readonly text: string;
    readonly params: readonly unknown[];
  }) => Promise<readonly PlanNode[]>;
}

/** Makes an organization with `count` aliases, each tenth with a contact, and four with half as many that have the same words. */
export async function openManyAliases(count: number): Promise<ManyAliases> {
  const database = await openTestDatabase();
  const { db } = database;
  const { organizationId } = await createOwner(db, 'big');
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
      from (select id, case when id = $2 then $3::integer else $3::integer / 2 end as count,
          case when id = $2 then timestamptz '2026-01-01' else timestamptz '2026-06-01' end as begun from auth.organization) o
        cross join lateral generate_series(1, o.count) i`,
    params: [domainId, organizationId, count],
  });
  await db.query({
    text: `insert into contacts (id, organization_id, alias_id, domain_id, address, reply_local_part, created_at)
      select a.id, a.organization_id, a.id, a.domain_id, 'c' || md5(a.id::text) || '@sender.example', 'r' || md5(a.id::text), a.created_at
      from aliases a where a.organization_id <> $1 or a.note like '%0'`,
    params: [organizationId],
  });
  await db.query({ text: 'vacuum analyze aliases, contacts, alias_activity' });
  const [alias] = await db.query<{ id: string }>({
    text: 'select alias_id as id from contacts where organization_id = $1 limit 1',
    params: [organizationId],
  });
  return {
    organizationId,
    aliasId: alias?.id ?? '',
    explain: async ({ text, params }) => {
      const [row] = await db.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>({
        text: `explain (analyze, format json) ${text}`,
        params,
      });
      const plan = row?.['QUERY PLAN'][0]?.Plan;
      if (plan === undefined) throw new Error('no plan');
      return flatten(plan);
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** Rows of a table that a plan has touched, whether it kept them or not. */
export function touched(nodes: readonly PlanNode[], table: string): number {
  return nodes
    .filter((node) => node['Relation Name'] === table)
    .reduce((sum, node) => {
      const dropped = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
      return sum + (node['Actual Rows'] + dropped) * node['Actual Loops'];
    }, 0);
}

/** The indexes that a plan uses. */
export const indexesOf = (nodes: readonly PlanNode[]): readonly string[] => nodes.flatMap((node) => node['Index Name'] ?? []);
