import { statisticsOperations } from '@smtpy/contract';
import { ApiError, route, type Route } from '../api/index.ts';
import { formatItem, formatRange } from './form.ts';
import { deliveredOf, nothing, type Sums } from './measures.ts';
import { previousOf, type Range } from './range.ts';
import { readFilter, type StatisticsRouting } from './routing.ts';
import { readSpans, readTopList, subjectOf, type Filter } from './statistics.ts';

/** How many deliveries ended in each state, or began to wait. */
const states: readonly (readonly [state: string, count: (sums: Sums) => number])[] = [
  ['delivered', deliveredOf],
  ['bounced', ({ bounced }) => bounced],
  ['expired', ({ expired }) => expired],
  ['discarded', ({ discarded }) => discarded],
  ['cancelled', ({ cancelled }) => cancelled],
  ['held', ({ held }) => held],
];

/** See `getStatisticsBreakdown`. */
export function breakdownRoute(routing: StatisticsRouting): Route {
  return route(statisticsOperations.getStatisticsBreakdown, async ({ caller, query }) => {
    const { by, sort, limit, compare } = query;
    const range = await routing.rangeOf(caller, query);
    const previous = compare && previousOf(range);
    const filter = readFilter(query);
    const request = { range, previous, filter, limit };
    checkFilter(filter, by);
    const found =
      by === 'state'
        ? await readStates(routing, caller.organizationId, request)
        : await readDimension(routing, caller.organizationId, { ...request, dimension: by, sort });
    return {
      range: formatRange(range),
      previous_range: previous ? formatRange(previous) : null,
      by,
      ...found,
    };
  });
}

async function readDimension(
  routing: StatisticsRouting,
  organizationId: string,
  request: Omit<Parameters<typeof readTopList>[2], 'domainId'> & { readonly filter: Filter },
) {
  const { items, total } = await readTopList(routing, organizationId, {
    ...request,
    domainId: request.filter.domainId,
  });
  return { items: items.map(formatItem), total };
}

/** Throws an {@link ApiError} where what is asked for is not kept. */
function checkFilter(filter: Filter, by: string): void {
  const { dimension } = subjectOf(filter);
  if (dimension === 'organization' || by === 'state' || (by === 'alias' && dimension === 'domain')) return;
  throw ApiError.field(
    `query.${dimension}_id`,
    `What there was by ${by} is not kept for each ${dimension}. Leave this out.`,
  );
}

async function readStates(
  routing: StatisticsRouting,
  organizationId: string,
  request: {
    readonly range: Range;
    readonly previous?: Range | undefined;
    readonly filter: Filter;
    readonly limit: number;
  },
) {
  const { range, previous, filter, limit } = request;
  const spans = [range.span, ...(previous ? [previous.span] : [])];
  const [sums = nothing, before] = await readSpans(routing, organizationId, { filter, spans });
  const items = states
    .map(([state, countOf]) => ({
      key: state,
      name: state,
      count: countOf(sums),
      previous_count: before === undefined ? null : countOf(before),
      sums: null,
    }))
    .toSorted((a, b) => b.count - a.count);
  return { items: items.slice(0, limit), total: states.length };
}
