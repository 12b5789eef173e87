import type { StatisticsDashboardBody } from '@smtpy/contract';
import type { Queryable } from '../db/index.ts';

/** What is counted no further: some 5 ms of an index. */
const maxHeld = 10_000;
const maxAliases = 100_000;

/** What is named of what needs attention. */
const maxNamed = 10;

/** Each part by its index; $1 organization. */
const attentionText = `
select
  (select count(*)::int from (
    select from deliveries d where d.organization_id = $1 and d.state = 'held' limit ${String(maxHeld)}) x) as held,
  (select count(*)::int from (
    select from aliases a where a.organization_id = $1 and a.is_enabled and a.deleted_at is null
    limit ${String(maxAliases)}) x) as active_aliases,
  (select count(*)::int from domains d where d.organization_id = $1 and d.state <> 'active' and d.removed_at is null) as domain_count,
  (select coalesce(json_agg(x), '[]') from (
    select d.id, d.name, d.state from domains d where d.organization_id = $1 and d.state <> 'active' and d.removed_at is null
    order by d.name limit ${String(maxNamed)}) x) as domains,
  (select count(*)::int from mailboxes m where m.organization_id = $1 and m.paused_at is not null) as mailbox_count,
  (select coalesce(json_agg(x), '[]') from (
    select m.id, m.address, m.paused_at from mailboxes m where m.organization_id = $1 and m.paused_at is not null
    order by m.paused_at, m.id limit ${String(maxNamed)}) x) as mailboxes`;

type Counts = Omit<StatisticsDashboardBody['attention'], 'failed_24h'>;

/** What somebody should look at, and how many aliases work. */
export async function readAttention(
  db: Queryable,
  organizationId: string,
): Promise<{ readonly counts: Counts; readonly activeAliases: number }> {
  const [row] = await db.query<Counts & { readonly active_aliases: number }>({
    name: 'statistics-attention',
    text: attentionText,
    params: [organizationId],
  });
  if (row === undefined) throw new Error('counting gave no row');
  const { active_aliases: activeAliases, mailboxes, ...counts } = row;
  return {
    counts: {
      ...counts,
      mailboxes: mailboxes.map((mailbox) => ({
        ...mailbox,
        // PostgreSQL writes times in JSON with the offset of its session.
        paused_at: new Date(mailbox.paused_at).toISOString(),
      })),
    },
    activeAliases,
  };
}
