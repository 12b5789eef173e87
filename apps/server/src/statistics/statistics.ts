import { ApiError } from '../api/index.ts';
import type { OrganizationSettingsStore } from '../organizations/index.ts';
import type { Db } from '../db/index.ts';
import { type Histogram } from './latency.ts';
import { deliveredOf, nothing, type Measure, type Sums } from './measures.ts';
import type { Range } from './range.ts';
import type { Dimension } from './read-sql.ts';
import type { Span } from './spans.ts';
import { readNames, readSums, readTop, type TopRequest } from './store.ts';

/** What reading needs. */
export interface StatisticsDependencies {
  readonly db: Db;
  readonly settings: Pick<OrganizationSettingsStore, 'load'>;
}

/** What alone to count. */
export interface Filter {
  readonly domainId?: string | undefined;
  readonly aliasId?: string | undefined;
  readonly mailboxId?: string | undefined;
}

/** The subject that a filter names. Throws an {@link ApiError} where it names several. */
export function subjectOf({ domainId, aliasId, mailboxId }: Filter): {
  readonly dimension: Dimension;
  readonly key: string;
} {
  const named = [
    { dimension: 'domain', key: domainId, path: 'query.domain_id' },
    { dimension: 'alias', key: aliasId, path: 'query.alias_id' },
    { dimension: 'mailbox', key: mailboxId, path: 'query.mailbox_id' },
  ] as const;
  const [first, second] = named.filter(({ key }) => key !== undefined);
  if (second !== undefined)
    throw ApiError.field(second.path, 'Give one of domain_id, alias_id and mailbox_id.');
  return first?.key === undefined
    ? { dimension: 'organization', key: '' }
    : { dimension: first.dimension, key: first.key.toLowerCase() };
}

/** The sums of each of several spans, in their order. */
export async function readSpans(
  { db }: Pick<StatisticsDependencies, 'db'>,
  organizationId: string,
  { filter, spans }: { readonly filter: Filter; readonly spans: readonly Span[] },
): Promise<readonly Sums[]> {
  const { dimension, key } = subjectOf(filter);
  const rows = await readSums(db, organizationId, { dimension, spans, subjects: [key] });
  const byIndex = new Map(rows.map(({ index, sums }) => [index, sums]));
  return spans.map((_, index) => byIndex.get(index) ?? nothing);
}

/** A line of a top list. */
export interface TopItem {
  readonly key: string;
  readonly name: string | undefined;
  readonly count: number;
  readonly sums: Sums;
  /** Of the range before; absent where it is not asked for. */
  readonly previousCount?: number;
}

/** A top list. */
export interface TopList {
  readonly items: readonly TopItem[];
  readonly total: number;
}

/** Which top list. */
export interface TopListRequest {
  readonly dimension: Dimension;
  readonly range: Range;
  readonly previous?: Range | undefined;
  readonly sort?: Measure | undefined;
  readonly limit: number;
  readonly domainId?: string | undefined;
}

const usualOrder: Readonly<Partial<Record<Dimension, readonly Measure[]>>> = {
  sender_domain: ['messages'],
  authentication: ['messages'],
  reason: ['discarded', 'held', 'refused'],
  failure_class: ['bounced', 'expired'],
};

/** The subjects of which there was most. */
export async function readTopList(
  { db, settings }: StatisticsDependencies,
  organizationId: string,
  { dimension, range, previous, sort, limit, domainId }: TopListRequest,
): Promise<TopList> {
  // What was counted before the organization chose so is removed within a day.
  if (dimension === 'sender_domain' && (await settings.load(organizationId)).privacyLevel === 'none')
    return { items: [], total: 0 };
  const counted = sort === undefined ? (usualOrder[dimension] ?? ['accepted']) : [sort];
  const request = { dimension, span: range.span, counted, limit, domainId };
  const { items, total } = await readTop(db, organizationId, request);
  const keys = items.map(({ key }) => key);
  const names = await readNames(db, organizationId, { dimension, keys });
  const before = previous && (await readBefore(db, organizationId, { dimension, span: previous.span, keys }));
  const countOf = (sums: Sums) => counted.reduce((sum, measure) => sum + sums[measure], 0);
  const listed = items.map(({ key, sums }) => ({
    key,
    name: names.get(key),
    count: countOf(sums),
    sums,
    ...(before && { previousCount: Math.max(0, countOf(before.get(key) ?? nothing)) }),
  }));
  return { items: listed, total };
}

async function readBefore(
  db: Db,
  organizationId: string,
  { dimension, span, keys }: Pick<TopRequest, 'dimension' | 'span'> & { readonly keys: readonly string[] },
): Promise<ReadonlyMap<string, Sums>> {
  const rows = await readSums(db, organizationId, { dimension, spans: [span], subjects: keys });
  return new Map(rows.map(({ key, sums }) => [key, sums]));
}

/** How long deliveries took, in each of several ranges. */
export async function readHistograms(
  { db }: Pick<StatisticsDependencies, 'db'>,
  organizationId: string,
  ranges: readonly Range[],
): Promise<readonly Histogram[]> {
  const spans = ranges.map(({ span }) => span);
  const rows = await readSums(db, organizationId, { dimension: 'latency', spans, subjects: 'all' });
  return ranges.map((_, index) => {
    const own = rows.filter((row) => row.index === index);
    return new Map(own.map(({ key, sums }) => [Number(key), deliveredOf(sums)]));
  });
}
