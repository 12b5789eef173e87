import { percentileOf, type Histogram } from '../latency.ts';
import { nothing } from '../measures.ts';
import { previousOf, type Range } from '../range.ts';
import type { StatisticsRouting } from '../routing.ts';
import { readHistograms, readSpans, readTopList } from '../statistics.ts';
import { stepsOf, type Division } from '../steps.ts';
import type { Dimension } from '../read-sql.ts';
import type { Report, ReportLatency, ReportTable } from './report.ts';

/** Bars that can be told from each other on the width of a page. */
const maxBars = 93;

/** Lines of a top list: all lists fit on two pages. */
const tableLines = 8;

const tables: readonly (Omit<ReportTable, 'list'> & { readonly dimension: Dimension })[] = [
  { dimension: 'alias', title: 'Aliases', of: 'Alias', counted: 'Deliveries' },
  { dimension: 'domain', title: 'Domains', of: 'Domain', counted: 'Deliveries' },
  { dimension: 'mailbox', title: 'Mailboxes', of: 'Mailbox', counted: 'Deliveries' },
  { dimension: 'sender_domain', title: 'Senders', of: 'Domain of the sender', counted: 'Messages' },
  { dimension: 'failure_class', title: 'Failures', of: 'Class', counted: 'Deliveries' },
  { dimension: 'reason', title: 'Held, discarded, refused', of: 'Reason', counted: 'Times' },
  { dimension: 'authentication', title: 'Authentication', of: 'Result', counted: 'Messages' },
];

/** What to report. */
export interface ReportRequest {
  readonly organizationId: string;
  readonly range: Range;
  readonly division: Division;
}

/** Reads and draws a report. The library is loaded by the first one: it takes 30 MB that most processes never need. */
export async function readReport(routing: StatisticsRouting, request: ReportRequest): Promise<Buffer> {
  const report = await gather(routing, request);
  const { drawReport } = await import('./draw-report.ts');
  return drawReport(report);
}

async function gather(routing: StatisticsRouting, request: ReportRequest): Promise<Report> {
  const { organizationId, range } = request;
  const previous = previousOf(range);
  const { granularity, steps } = chooseSteps(request);
  const spans = [range.span, previous.span, ...steps];
  const [totals = nothing, totalsBefore = nothing, ...sums] = await readSpans(routing, organizationId, {
    filter: {},
    spans,
  });
  const [histogram, before] = await readHistograms(routing, organizationId, [range, previous]);
  return {
    organizationName: await readOrganizationName(routing, organizationId),
    madeAt: routing.clock.now(),
    range,
    previous,
    totals,
    totalsBefore,
    latency: latencyOf(histogram),
    latencyBefore: latencyOf(before),
    granularity,
    steps: steps.map((step, index) => ({ ...step, sums: sums[index] ?? nothing })),
    tables: await readTables(routing, { organizationId, range, previous }),
  };
}

/** As it is asked for, or the finest division that a page shows. */
function chooseSteps({ range, division }: ReportRequest) {
  for (const granularity of [division.granularity, 'day', 'week', 'month'] as const) {
    const steps = stepsOf(range, { ...division, granularity });
    if (steps.length <= maxBars || granularity === 'month') return { granularity, steps };
  }
  throw new Error('months are always few enough');
}

async function readTables(
  routing: StatisticsRouting,
  {
    organizationId,
    range,
    previous,
  }: { readonly organizationId: string; readonly range: Range; readonly previous: Range },
): Promise<readonly ReportTable[]> {
  const read: ReportTable[] = [];
  for (const { dimension, ...words } of tables) {
    const list = await readTopList(routing, organizationId, {
      dimension,
      range,
      previous,
      limit: tableLines,
    });
    if (list.items.length > 0) read.push({ ...words, list });
  }
  return read;
}

function latencyOf(histogram: Histogram = new Map()): ReportLatency {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => percentileOf(histogram, share));
  return { p50, p90, p99 };
}

async function readOrganizationName({ db }: StatisticsRouting, organizationId: string): Promise<string> {
  const [row] = await db.query<{ readonly name: string }>({
    text: 'select name from auth.organization where id = $1',
    params: [organizationId],
  });
  return row?.name ?? '';
}
