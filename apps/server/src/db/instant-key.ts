/** Microseconds, which PostgreSQL keeps and a `Date` does not. */
const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** How a list that is sorted by a column of type `timestamptz` writes its keys into cursors: as they are kept. */
export function instantKey(column: string): {
  readonly type: 'timestamptz';
  /** SQL of the text. */
  readonly text: string;
  readonly isKey: (key: string) => boolean;
} {
  return {
    type: 'timestamptz',
    text: `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    isKey: (key) => form.test(key) && !Number.isNaN(Date.parse(key)),
  };
}
