import type { Db } from '../db/index.ts';
import { nothing, measures, type Sums } from './measures.ts';
import { countRows, readKeysAfter, type ExportRequest } from './export-store.ts';
import type { Step } from './steps.ts';
import { readNames, readSums } from './store.ts';

/** A row of an export. */
export interface ExportRow {
  readonly step: Step;
  readonly key: string;
  readonly name: string | undefined;
  readonly sums: Sums;
}

/** Sums that are read at once: some 2 MB of memory, and 50 ms of the database. */
const sumsPerBatch = 5_000;

/** How many rows {@link readRows} is going to give, as of now. */
export async function totalOf(db: Db, request: ExportRequest): Promise<number> {
  return request.dimension === 'organization' ? request.steps.length : countRows(db, request);
}

/**
 * The rows in batches: of the organization one for each step, of others one for each subject and step with anything in it, subject by subject
 * in the order of their keys. No transaction is open while whoever reads them is slow; what happens meanwhile may be in them or not.
 */
export async function* readRows(db: Db, request: ExportRequest): AsyncGenerator<readonly ExportRow[]> {
  const { organizationId, dimension, steps } = request;
  if (dimension === 'organization') {
    for (let first = 0; first < steps.length; first += sumsPerBatch)
      yield readBatch(db, { ...request, steps: steps.slice(first, first + sumsPerBatch) }, ['']);
    return;
  }
  const limit = Math.max(1, Math.floor(sumsPerBatch / Math.max(1, steps.length)));
  let after: string | undefined;
  for (;;) {
    const keys = await readKeysAfter(db, { organizationId, dimension, after, limit });
    if (keys.length > 0) yield readBatch(db, request, keys);
    if (keys.length < limit) return;
    after = keys.at(-1);
  }
}

async function readBatch(
  db: Db,
  { organizationId, dimension, steps }: ExportRequest,
  keys: readonly string[],
): Promise<readonly ExportRow[]> {
  const read = await readSums(db, organizationId, { dimension, spans: steps, subjects: keys });
  const names = await readNames(db, organizationId, { dimension, keys });
  const found = new Map(read.map(({ index, key, sums }) => [`${key} ${String(index)}`, sums]));
  return keys.flatMap((key) =>
    steps.flatMap((step, index) => {
      const sums = found.get(`${key} ${String(index)}`) ?? nothing;
      const isShown = dimension === 'organization' || measures.some((measure) => sums[measure] !== 0);
      return isShown ? [{ step, key, name: names.get(key), sums }] : [];
    }),
  );
}
