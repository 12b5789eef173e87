import { Readable } from 'node:stream';
import { statisticsOperations } from '@smtpy/contract';
import { route, type Route, type StreamedAnswer } from '../api/index.ts';
import { outsideTransaction } from '../db/index.ts';
import { Turns } from '../turns/index.ts';
import { dayAt, formatDay } from './calendar.ts';
import { readRows, totalOf } from './export-rows.ts';
import type { ExportRequest } from './export-store.ts';
import { streamRows, type TextFormat } from './export-text.ts';
import { formatRange } from './form.ts';
import type { Range } from './range.ts';
import { readReport } from './report/index.ts';
import { readDivision, type StatisticsRouting } from './routing.ts';
import { stepsOf, type Granularity } from './steps.ts';
import type { Dimension } from './read-sql.ts';

const contentTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
} as const;

/** Statements of exports at once in a process: an export goes on when its request has ended, and many of them must leave connections to others. */
const statementsAtOnce = 2;

/** See `exportStatistics`. */
export function exportRoute(given: StatisticsRouting): Route {
  const turns = new Turns(statementsAtOnce);
  const { db } = given;
  const routing: StatisticsRouting = {
    ...given,
    db: { ...db, query: (statement) => turns.take(() => db.query(statement)) },
  };
  return route(statisticsOperations.exportStatistics, async ({ caller, query }) => {
    const { format, rows: dimension, granularity } = query;
    const range = await routing.rangeOf(caller, query);
    const division = readDivision(range, query);
    const { organizationId } = caller;
    if (format === 'pdf') {
      const octets = await readReport(routing, { organizationId, range, division });
      return {
        ...download(range, 'pdf', [['content-length', String(octets.length)]]),
        stream: toStream(octets),
      };
    }
    const request = { organizationId, dimension, steps: stepsOf(range, division) };
    return exportTexts(routing, { ...request, range, granularity, format });
  });
}

function toStream(octets: Buffer): StreamedAnswer['stream'] {
  return Readable.from([octets], { objectMode: false });
}

async function exportTexts(
  { db, settings }: StatisticsRouting,
  wanted: ExportRequest & {
    readonly range: Range;
    readonly granularity: Granularity;
    readonly format: TextFormat;
  },
): Promise<StreamedAnswer> {
  const { range, granularity, format, dimension } = wanted;
  const request = (await isHidden(settings, wanted)) ? { ...wanted, steps: [] } : wanted;
  const total = await totalOf(db, request);
  const head = { range: formatRange(range), granularity, rows: dimension };
  return {
    ...download(range, format, [['smtpy-total-rows', String(total)]]),
    stream: outsideTransaction(() => streamRows(readRows(db, request), format, head)),
  };
}

/** Where nothing of senders is kept, nothing is told that was counted before that was chosen. */
async function isHidden(
  settings: StatisticsRouting['settings'],
  { dimension, organizationId }: { readonly dimension: Dimension; readonly organizationId: string },
): Promise<boolean> {
  return dimension === 'sender_domain' && (await settings.load(organizationId)).privacyLevel === 'none';
}

function download(
  { span, timeZone }: Range,
  format: keyof typeof contentTypes,
  headers: NonNullable<StreamedAnswer['headers']>,
): Omit<StreamedAnswer, 'stream'> {
  const first = formatDay(dayAt(span.start, timeZone));
  const last = formatDay(dayAt(span.end - 1, timeZone));
  return {
    kind: 'stream',
    contentType: contentTypes[format],
    fileName: `statistics-${first}-${last}.${format}`,
    headers,
  };
}
