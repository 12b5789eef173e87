/**
 * One column of rows that travel to PostgreSQL as parallel arrays: name, element type, and how to read it from a row.
 * Text must be free of NUL and lone surrogates, see `clean-text.ts`.
 */
export type Column<Row> = readonly [name: string, type: string, read: (row: Row) => unknown];

/** Rows of one kind as a source in a statement, with the parameters that fill it. */
export interface Rowset<Row> {
  /** `unnest($n::type[], …) as alias (name, …)`, for a FROM clause. */
  readonly source: string;
  /** The first parameter number behind this rowset. */
  readonly nextParameter: number;
  /** One array per column, in order. */
  params(rows: readonly Row[]): unknown[];
}

/**
 * Makes a rowset that takes as many parameters as it has columns, from `$firstParameter` on. A statement of any number
 * of rows has one text then, and is prepared once.
 */
export function defineRowset<Row>(
  alias: string,
  firstParameter: number,
  columns: readonly Column<Row>[],
): Rowset<Row> {
  const arrays = columns.map(([, type], index) => `$${String(firstParameter + index)}::${type}[]`);
  const names = columns.map(([name]) => name);
  return {
    source: `unnest(${arrays.join(', ')}) as ${alias} (${names.join(', ')})`,
    nextParameter: firstParameter + columns.length,
    params: (rows) => columns.map(([, , read]) => rows.map((row) => read(row) ?? null)),
  };
}
