import { statisticsOperations } from '@smtpy/contract';
import { route, type Route } from '../api/index.ts';
import { breakdownRoute } from './breakdown-route.ts';
import { readDashboard } from './dashboard.ts';
import { exportRoute } from './export-route.ts';
import { formatHistogram, formatLatency, formatPoint, formatRange, formatSums } from './form.ts';
import { nothing } from './measures.ts';
import { previousOf } from './range.ts';
import {
  createRouting,
  readDivision,
  readFilter,
  type StatisticsRouting,
  type StatisticsRoutesDependencies,
} from './routing.ts';
import { readHistograms, readSpans } from './statistics.ts';
import { stepsOf } from './steps.ts';

/** The routes of statistics. */
export function statisticsRoutes({ db, clock }: StatisticsRoutesDependencies): readonly Route[] {
  const routing = createRouting({ db, clock });
  return [
    totalsRoute(routing),
    seriesRoute(routing),
    breakdownRoute(routing),
    latencyRoute(routing),
    dashboardRoute(routing),
    exportRoute(routing),
  ];
}

function totalsRoute(routing: StatisticsRouting): Route {
  return route(statisticsOperations.getStatisticsTotals, async ({ caller, query }) => {
    const range = await routing.rangeOf(caller, query);
    const previous = query.compare && previousOf(range);
    const spans = [range.span, ...(previous ? [previous.span] : [])];
    const filter = readFilter(query);
    const [totals, before] = await readSpans(routing, caller.organizationId, { filter, spans });
    return {
      range: formatRange(range),
      totals: formatSums(totals ?? nothing),
      previous: previous ? { range: formatRange(previous), totals: formatSums(before ?? nothing) } : null,
    };
  });
}

function seriesRoute(routing: StatisticsRouting): Route {
  return route(statisticsOperations.getStatisticsSeries, async ({ caller, query }) => {
    const range = await routing.rangeOf(caller, query);
    const division = readDivision(range, query);
    const previous = query.compare && previousOf(range);
    const steps = stepsOf(range, division);
    const stepsBefore = previous ? stepsOf(previous, division) : [];
    const spans = [...steps, ...stepsBefore];
    const sums = await readSpans(routing, caller.organizationId, { filter: readFilter(query), spans });
    const points = spans.map((step, index) => formatPoint(step, sums[index] ?? nothing));
    return {
      range: formatRange(range),
      granularity: query.granularity,
      points: points.slice(0, steps.length),
      previous: previous ? { range: formatRange(previous), points: points.slice(steps.length) } : null,
    };
  });
}

function latencyRoute(routing: StatisticsRouting): Route {
  return route(statisticsOperations.getStatisticsLatency, async ({ caller, query }) => {
    const range = await routing.rangeOf(caller, query);
    const previous = query.compare && previousOf(range);
    const ranges = [range, ...(previous ? [previous] : [])];
    const [histogram = new Map(), before = new Map()] = await readHistograms(
      routing,
      caller.organizationId,
      ranges,
    );
    return {
      range: formatRange(range),
      ...formatLatency(histogram),
      histogram: formatHistogram(histogram),
      previous: previous ? { range: formatRange(previous), ...formatLatency(before) } : null,
    };
  });
}

function dashboardRoute(routing: StatisticsRouting): Route {
  return route(statisticsOperations.getStatisticsDashboard, async ({ caller, query }) => {
    const timeZone = await routing.timeZoneOf(caller, query.time_zone);
    return readDashboard(routing, caller.organizationId, { timeZone, now: routing.clock.now() });
  });
}
