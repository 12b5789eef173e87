interface Identified {
  readonly id: string;
}

/** Rows that are being written over others. */
export interface Writing<Row> {
  /** What is wanted. */
  readonly rows: readonly Row[];
  /** How many of them are written. */
  readonly upTo: number;
  /** What stands until the others are. */
  readonly before: readonly Row[];
}

/** Begins with the first rows, or with all where most of them stand already. */
export function beginWriting<Row extends Identified>(
  rows: readonly Row[],
  last: Writing<Row> | undefined,
  first: number,
): Writing<Row> {
  const before = last === undefined ? [] : writtenRows(last);
  const standing = new Set(before.map(({ id }) => id));
  const staying = rows.filter(({ id }) => standing.has(id)).length;
  return staying * 2 > rows.length ? { rows, upTo: rows.length, before: [] } : { rows, upTo: first, before };
}

/** What is to be drawn: the rows that are written, and below them those of before, as many as there will be, and none twice. */
export function writtenRows<Row extends Identified>({ rows, upTo, before }: Writing<Row>): readonly Row[] {
  if (upTo >= rows.length) return rows;
  const written = rows.slice(0, upTo);
  const ids = new Set(written.map(({ id }) => id));
  const standing = before.slice(upTo, rows.length).filter(({ id }) => !ids.has(id));
  return [...written, ...standing];
}

/** How many rows the next part has, so that it takes about as long as wanted: at most twice as many as the last, since the first ones may be dearer. */
export function nextStep(step: number, tookMs: number, wantedMs: number): number {
  const fitting = tookMs > 0 ? Math.floor((step * wantedMs) / tookMs) : step * 2;
  return Math.min(Math.max(fitting, 1), step * 2);
}
