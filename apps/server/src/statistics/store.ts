import type { Queryable } from '../db/index.ts';
import { type Measure, sumsOf, type Sums } from './measures.ts';
import { readParams, readSql, type Dimension, type Reading } from './read-sql.ts';
import type { Span } from './spans.ts';

/** What was read: of each subject that has anything in the `index`th span. */
export interface ReadSums {
  readonly index: number;
  readonly key: string;
  readonly sums: Sums;
}

type Row = { readonly index: number; readonly key: string } & Readonly<Record<Measure, number>>;

/** Reads the sums of an organization in one statement. */
export async function readSums(
  db: Queryable,
  organizationId: string,
  reading: Reading,
): Promise<readonly ReadSums[]> {
  const which = reading.subjects === 'all' ? 'all' : 'some';
  const params = readParams(organizationId, reading);
  const rows = await db.query<Row>({ name: `statistics-read-${which}`, text: readSql[which], params });
  return rows.map(toSums);
}

function toSums(row: Row): ReadSums {
  return { index: row.index, key: row.key, sums: sumsOf((measure) => row[measure]) };
}

/** Which subjects to find, most first. */
export interface TopRequest {
  readonly dimension: Dimension;
  readonly span: Span;
  /** What is added up to sort by. */
  readonly counted: readonly Measure[];
  readonly limit: number;
  /** Of aliases: those of this domain alone. */
  readonly domainId?: string | undefined;
}

/** The subjects with the greatest sums; `total` is how many have any. */
export async function readTop(
  db: Queryable,
  organizationId: string,
  { dimension, span, counted, limit, domainId }: TopRequest,
): Promise<{ readonly items: readonly ReadSums[]; readonly total: number }> {
  const count = counted.join(' + ');
  const text = `
select t.*, (count(*) over ())::int as total from (${readSql.all}) t
where ${count} > 0 and ($11::uuid is null
  or (select a.domain_id from aliases a where a.id = t.key::uuid and a.organization_id = $1) = $11)
order by ${count} desc, t.key limit $12`;
  const params = [
    ...readParams(organizationId, { dimension, spans: [span], subjects: 'all' }),
    domainId ?? null,
    limit,
  ];
  const rows = await db.query<Row & { readonly total: number }>({ text, params });
  return { items: rows.map(toSums), total: rows[0]?.total ?? 0 };
}

const nameTexts = {
  domain: 'select id, name from domains where organization_id = $1 and id = any ($2::uuid[])',
  alias: `select a.id, a.local_part || '@' || d.name as name from aliases a join domains d on d.id = a.domain_id
    where a.organization_id = $1 and a.id = any ($2::uuid[])`,
  mailbox: 'select id, address as name from mailboxes where organization_id = $1 and id = any ($2::uuid[])',
} as const;

/** What subjects are called: by key. Those of whom the name is gone are missing. */
export async function readNames(
  db: Queryable,
  organizationId: string,
  { dimension, keys }: { readonly dimension: Dimension; readonly keys: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (dimension !== 'domain' && dimension !== 'alias' && dimension !== 'mailbox')
    return new Map(keys.map((key) => [key, key]));
  const rows = await db.query<{ readonly id: string; readonly name: string }>({
    name: `statistics-names-${dimension}`,
    text: nameTexts[dimension],
    params: [organizationId, keys],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
