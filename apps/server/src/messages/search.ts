import type { Queryable } from '../db/index.ts';
import { idsOf, leadOf, type Lead, type MessageFilter } from './filter.ts';
import { stepStatement, type StepRow } from './walk-sql.ts';

/** Which messages, newest first. */
export interface SearchMessages {
  readonly organizationId: string;
  readonly filter: MessageFilter;
  /** 1 to 100. */
  readonly limit: number;
  /** The id of the last message that was looked at before. */
  readonly afterId?: string | undefined;
}

/** A page of a search. */
export interface FoundMessages {
  /** The newest first. */
  readonly ids: readonly string[];
  /** Where the next page goes on; undefined: everything was looked at. */
  readonly nextAfterId: string | undefined;
  /** Whether the search stopped because it had looked for long enough, before the page was full. */
  readonly isCutShort: boolean;
}

/** How long and how far one request looks. */
export interface SearchBudget {
  /** After this no further step is taken. */
  readonly timeMs: number;
  /** Messages at most. */
  readonly messages: number;
  /** Monotonic. */
  readonly nowMs: () => number;
}

/**
 * A page is to be there within 50 ms. A step takes about as long as is left of the time, by what the one before took, so half of the bar is
 * spent here; what comes before and after takes the rest. 20,000 messages are more than are looked at in that time from memory.
 */
export const searchBudget: SearchBudget = {
  timeMs: 20,
  messages: 20_000,
  nowMs: () => performance.now(),
};

/** Messages of the first step beyond a page: what most searches need. */
const surplus = 20;

/** Lengths of the pages that the application asks for: the usual one, and the latest messages of its dashboard. */
const usualLimits: ReadonlySet<number> = new Set([8, 50]);

/** A step that is the first to read from disk must not take for ever: 1,000 rows are 0.1 s of a disk that is asked one by one. */
const maxStep = 2_000;

/** A domain of no more aliases than these is walked alias by alias; measured with `bench/api.bench.ts`: 3 ms. */
const maxLeadingAliases = 100;

/** Looks for messages, the newest first, until the page is full, there are no more, or the budget is used up. */
export async function searchMessages(
  db: Queryable,
  search: SearchMessages,
  budget: SearchBudget = searchBudget,
): Promise<FoundMessages> {
  const startedMs = budget.nowMs();
  const plan = await planSearch(db, search);
  if (plan === undefined) return { ids: [], nextAfterId: undefined, isCutShort: false };
  const found: string[] = [];
  let { below } = idsOf(search.filter, search.afterId);
  let count = Math.min(search.limit + surplus, budget.messages);
  let looked = 0;
  for (;;) {
    const step = { ...plan, below, count, isUsual: looked === 0 && usualLimits.has(search.limit) };
    const [row] = await db.query<StepRow>(stepStatement(step));
    found.push(...(row?.found ?? []));
    looked += row?.looked ?? 0;
    if (found.length > search.limit) return fullPage(found, search.limit);
    const last = row?.last ?? undefined;
    if (last === undefined || row === undefined || row.looked < count)
      return { ids: found, nextAfterId: undefined, isCutShort: false };
    below = last;
    const spentMs = budget.nowMs() - startedMs;
    if (spentMs >= budget.timeMs || looked >= budget.messages) return cutShort(found, below, search.limit);
    count = nextCount({ looked, spentMs, budget, count });
  }
}

/** As many as the time that is left allows by what was done so far, and no more than four times the step before. */
function nextCount({
  looked,
  spentMs,
  budget,
  count,
}: {
  readonly looked: number;
  readonly spentMs: number;
  readonly budget: SearchBudget;
  readonly count: number;
}): number {
  const perMs = looked / Math.max(spentMs, 0.1);
  const affordable = Math.floor(perMs * (budget.timeMs - spentMs));
  return Math.max(1, Math.min(Math.max(affordable, 50), count * 4, maxStep, budget.messages - looked));
}

function fullPage(found: readonly string[], limit: number): FoundMessages {
  const ids = found.slice(0, limit);
  return { ids, nextAfterId: ids.at(-1), isCutShort: false };
}

function cutShort(found: readonly string[], below: string, limit: number): FoundMessages {
  return { ids: found, nextAfterId: below, isCutShort: found.length < limit };
}

interface SearchPlan {
  readonly organizationId: string;
  readonly filter: MessageFilter;
  readonly lead: Lead;
  readonly aliasIds: readonly string[];
  readonly least: string;
}

/** How to walk; undefined: nothing can be found. */
async function planSearch(
  db: Queryable,
  { organizationId, filter, afterId }: SearchMessages,
): Promise<SearchPlan | undefined> {
  const { least } = idsOf(filter, afterId);
  const leading = await withAliasOfContact(db, organizationId, filter);
  if (leading === undefined) return undefined;
  const lead = leadOf(leading);
  const aliasIds = lead === 'domain' ? await findFewAliases(db, organizationId, filter.domainId ?? '') : [];
  if (aliasIds === undefined) return undefined;
  return { organizationId, filter: leading, lead, aliasIds, least };
}

/** A contact is one of an alias, and all its mail is of that alias. */
async function withAliasOfContact(
  db: Queryable,
  organizationId: string,
  filter: MessageFilter,
): Promise<MessageFilter | undefined> {
  if (filter.contactId === undefined) return filter;
  const [contact] = await db.query<{ readonly alias_id: string }>({
    text: 'select alias_id from contacts where id = $1 and organization_id = $2',
    params: [filter.contactId, organizationId],
  });
  if (contact === undefined) return undefined;
  if (filter.aliasId !== undefined && filter.aliasId !== contact.alias_id) return undefined;
  return { ...filter, aliasId: contact.alias_id };
}

/** The aliases of a domain where they are few, deleted ones as well; none where they are many; undefined: it has none. */
async function findFewAliases(
  db: Queryable,
  organizationId: string,
  domainId: string,
): Promise<readonly string[] | undefined> {
  const rows = await db.query<{ readonly id: string }>({
    text: `select id from aliases where domain_id = $1 and organization_id = $2 limit ${String(maxLeadingAliases + 1)}`,
    params: [domainId, organizationId],
  });
  if (rows.length === 0) return undefined;
  return rows.length > maxLeadingAliases ? [] : rows.map(({ id }) => id);
}
