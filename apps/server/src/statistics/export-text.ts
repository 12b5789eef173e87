import { Readable } from 'node:stream';
import { csvLine } from '../csv/index.ts';
import type { ExportRow } from './export-rows.ts';
import { formatPoint, formatSums } from './form.ts';
import { measures } from './measures.ts';

/** A form of an export in which row follows row. */
export type TextFormat = 'csv' | 'json';

/** What stands before the rows. */
export interface ExportHead {
  readonly range: object;
  readonly granularity: string;
  readonly rows: string;
}

/** How a form is written. */
interface Writing {
  readonly before: (head: ExportHead) => string;
  readonly row: (row: ExportRow, isFirst: boolean) => string;
  readonly after: string;
}

const columns = ['start', 'end', 'label', 'key', 'name', ...measures, 'delivery_rate'];

const writings: Readonly<Record<TextFormat, Writing>> = {
  csv: { before: () => csvLine(columns), row: formatLine, after: '' },
  json: {
    before: (head) => `${JSON.stringify(head).slice(0, -1)},"items":[\n`,
    row: ({ step, key, name, sums }, isFirst) =>
      `${isFirst ? '' : ',\n'}${JSON.stringify({ key, name: name ?? null, ...formatPoint(step, sums) })}`,
    after: '\n]}\n',
  },
};

function formatLine({ step, key, name = '', sums }: ExportRow): string {
  const { delivery_rate: rate } = formatSums(sums);
  return csvLine([
    new Date(step.start).toISOString(),
    new Date(step.end).toISOString(),
    step.label,
    key,
    name,
    ...measures.map((measure) => String(sums[measure])),
    rate === null ? '' : rate.toFixed(6),
  ]);
}

/** The text of an export, as it is read: the next batch is asked for when the one before has been sent. Destroying it ends the reading. */
export function streamRows(
  batches: AsyncIterable<readonly ExportRow[]>,
  format: TextFormat,
  head: ExportHead,
): Readable {
  return Readable.from(writeRows(batches, writings[format], head), {
    objectMode: false,
    highWaterMark: 65_536,
  });
}

async function* writeRows(
  batches: AsyncIterable<readonly ExportRow[]>,
  { before, row, after }: Writing,
  head: ExportHead,
): AsyncGenerator<string> {
  yield before(head);
  let isFirst = true;
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    const wasFirst = isFirst;
    yield rows.map((each, index) => row(each, wasFirst && index === 0)).join('');
    isFirst = false;
  }
  if (after !== '') yield after;
}
