import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { instant } from '../api/page.ts';
import { statisticsDashboard, statisticsDashboardExample } from './dashboard.ts';
import {
  statisticsComparison,
  statisticsDimensions,
  statisticsExportFormats,
  statisticsExportRows,
  statisticsFilterShape,
  statisticsGranularities,
  statisticsGranularityShape,
  statisticsOrders,
  statisticsRangeShape,
} from './query.ts';
import { statisticsExamples, statisticsRange, statisticsSums } from './sums.ts';

const tag = 'Statistics';
const access = { kind: 'member', permission: 'statistics:read' } as const;
const { range, previousRange, sums } = statisticsExamples;

const point = z.object({
  start: instant,
  end: instant.meta({ description: 'The first instant after it' }),
  label: z.string().meta({
    description: 'The first day by the calendar, or of an hour its beginning with the offset of the zone',
    example: '2026-11-30',
  }),
  ...statisticsSums.shape,
});
const pointExample = {
  start: '2026-11-29T23:00:00.000Z',
  end: '2026-11-30T23:00:00.000Z',
  label: '2026-11-30',
  ...sums,
} as const;

const breakdownItem = z.object({
  key: z
    .string()
    .meta({ description: 'An id, a name or a word', example: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001' }),
  name: z.string().nullable().meta({
    description: 'Name of the domain, or address; null where it is gone. Of other dimensions the key.',
    example: 'shop@my-domain.example',
  }),
  count: z.int().min(0).meta({ description: 'What the list is sorted by', example: 410 }),
  previous_count: z
    .int()
    .min(0)
    .nullable()
    .meta({ description: 'The same of the period before', example: 380 }),
  sums: statisticsSums.nullable().meta({ description: 'Null of a state' }),
});

const latencyStep = z.object({
  from_ms: z.number().min(0).meta({ description: 'Milliseconds' }),
  to_ms: z.number().min(0).meta({ description: 'Milliseconds, not in it' }),
  count: z.int().min(1),
});
const percentile = (share: string) =>
  z
    .number()
    .min(0)
    .nullable()
    .meta({
      description: `${share} of the deliveries took no longer, in milliseconds, within 9 %; null: there was none`,
    });
const latency = {
  count: z.int().min(0).meta({ description: 'Deliveries that were taken' }),
  p50_ms: percentile('Half'),
  p90_ms: percentile('90 %'),
  p99_ms: percentile('99 %'),
};
const latencyExample = { count: 1215, p50_ms: 152, p90_ms: 610, p99_ms: 4871 } as const;

/** Statistics of the organization of the request. */
export const statisticsOperations = {
  getStatisticsTotals: defineOperation({
    id: 'getStatisticsTotals',
    method: 'GET',
    path: '/v1/statistics/totals',
    tag,
    summary: 'Get totals',
    description:
      'What happened in a time, of the whole organization or of one domain, alias or mailbox. Each fact counts when it happened: a message when it was ' +
      'accepted, a delivery when it ended.',
    access,
    query: z.strictObject({
      ...statisticsRangeShape,
      ...statisticsFilterShape,
      compare: statisticsComparison,
    }),
    answer: {
      status: 200,
      body: z.object({
        range: statisticsRange,
        totals: statisticsSums,
        previous: z.object({ range: statisticsRange, totals: statisticsSums }).nullable(),
      }),
      example: { range, totals: sums, previous: { range: previousRange, totals: sums } },
    },
  }),
  getStatisticsSeries: defineOperation({
    id: 'getStatisticsSeries',
    method: 'GET',
    path: '/v1/statistics/series',
    tag,
    summary: 'Get a series',
    description:
      'The same by hour, day, week or month. Steps in which nothing happened are there, with zeros.',
    access,
    query: z.strictObject({
      ...statisticsRangeShape,
      ...statisticsGranularityShape,
      ...statisticsFilterShape,
      compare: statisticsComparison,
    }),
    answer: {
      status: 200,
      body: z.object({
        range: statisticsRange,
        granularity: z.enum(statisticsGranularities),
        points: z.array(point),
        previous: z.object({ range: statisticsRange, points: z.array(point) }).nullable(),
      }),
      example: { range, granularity: 'day', points: [pointExample], previous: null },
    },
  }),
  getStatisticsBreakdown: defineOperation({
    id: 'getStatisticsBreakdown',
    method: 'GET',
    path: '/v1/statistics/breakdown',
    tag,
    summary: 'Get a top list',
    description:
      'Which domains, aliases, mailboxes, senders, reasons, results of authentication (`spf:pass`) or classes of failures there was most of; or how many ' +
      'deliveries ended or began to wait in each state. `alias` can be limited to a domain, `state` to a domain, alias or mailbox, the others to ' +
      'nothing. What is kept of senders depends on the privacy level of the organization.',
    access,
    query: z.strictObject({
      by: z.enum(statisticsDimensions).default('alias').meta({ example: 'alias' }),
      sort: z.enum(statisticsOrders).optional().meta({
        description:
          'Most first. Default: `accepted`; of senders and authentication `messages`; of reasons what was discarded, held and refused; of classes what bounced and expired. Not of `state`.',
        example: 'accepted',
      }),
      limit: z.coerce.number().int().min(1).max(100).default(10).meta({ example: 10 }),
      ...statisticsRangeShape,
      ...statisticsFilterShape,
      compare: statisticsComparison,
    }),
    answer: {
      status: 200,
      body: z.object({
        range: statisticsRange,
        previous_range: statisticsRange.nullable(),
        by: z.enum(statisticsDimensions),
        items: z.array(breakdownItem),
        total: z.int().min(0).meta({ description: 'How many there are, those of the list included' }),
      }),
      example: {
        range,
        previous_range: previousRange,
        by: 'alias',
        items: [
          {
            key: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
            name: 'shop@my-domain.example',
            count: 410,
            previous_count: 380,
            sums,
          },
        ],
        total: 1,
      },
    },
  }),
  getStatisticsLatency: defineOperation({
    id: 'getStatisticsLatency',
    method: 'GET',
    path: '/v1/statistics/latency',
    tag,
    summary: 'Get the time to deliver',
    description:
      'From acceptance to the end of the attempt that succeeded, of everything that was taken in a time, waits for a person included. Times are kept ' +
      'in steps, four to a doubling; a percentile is the middle of its step, and so within 9 % of the exact value.',
    access,
    query: z.strictObject({ ...statisticsRangeShape, compare: statisticsComparison }),
    answer: {
      status: 200,
      body: z.object({
        range: statisticsRange,
        ...latency,
        histogram: z.array(latencyStep),
        previous: z.object({ range: statisticsRange, ...latency }).nullable(),
      }),
      example: {
        range,
        ...latencyExample,
        histogram: [{ from_ms: 128, to_ms: 152.22, count: 613 }],
        previous: { range: previousRange, ...latencyExample },
      },
    },
  }),
  getStatisticsDashboard: defineOperation({
    id: 'getStatisticsDashboard',
    method: 'GET',
    path: '/v1/statistics/dashboard',
    tag,
    summary: 'Get the dashboard',
    description: 'What needs attention, four numbers, and the last seven days, in one answer.',
    access,
    query: z.strictObject({ time_zone: statisticsRangeShape.time_zone }),
    answer: { status: 200, body: statisticsDashboard, example: statisticsDashboardExample },
  }),
  exportStatistics: defineOperation({
    id: 'exportStatistics',
    method: 'GET',
    path: '/v1/statistics/export',
    tag,
    summary: 'Export statistics',
    description:
      '`csv` (RFC 4180, UTF-8) and `json` (`{"range", "granularity", "rows", "items": […]}`) have a row for each step; with another `rows` than `organization` ' +
      'one for each step and each domain, alias and so on that has something in it. They are sent as they are read; `Smtpy-Total-Rows` says before the ' +
      'first how many there are, for showing progress. In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe. `pdf` is a report on ' +
      'A4 of the whole organization: totals, comparison, chart and top lists; `rows` means nothing to it.',
    access,
    query: z.strictObject({
      format: z.enum(statisticsExportFormats).default('csv').meta({ example: 'csv' }),
      rows: z.enum(statisticsExportRows).default('organization').meta({
        description: 'What there is a row of, for each step',
        example: 'organization',
      }),
      ...statisticsRangeShape,
      ...statisticsGranularityShape,
    }),
    answer: {
      status: 200,
      contentType: 'text/csv',
      otherContentTypes: ['application/json', 'application/pdf'],
    },
    limit: 'expensive',
  }),
} as const;
