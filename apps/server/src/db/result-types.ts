import pg from 'pg';

type TextParser = (text: string) => unknown;

/** The driver's own parsers; its types know the built-in oids alone, and there are others. */
const driverTypes: { getTypeParser(oid: number, format?: string): TextParser } = pg.types;

/** The driver's list of type names leaves out arrays. */
const int8ArrayOid = 1016;
const parseTextArray = driverTypes.getTypeParser(int8ArrayOid);

/** The driver's parsers by type oid, with ours where the driver's are slow or give text for numbers. */
const parsers = new Map<number, TextParser>([
  [pg.types.builtins.INT8, parseInt8],
  [pg.types.builtins.BYTEA, parseBytea],
  [int8ArrayOid, (text) => (parseTextArray(text) as string[]).map(parseInt8)],
]);

/** Throws RangeError beyond 2^53: a wrong number would be worse, and no column of ours gets there. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
  return value;
}

/** The hex form, which every server since 9.0 sends unless told otherwise. */
function parseBytea(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex');
}

/**
 * How result columns become values: int8 a number, bytea a Buffer, timestamptz a Date, json and jsonb parsed, arrays
 * arrays; uuid and numeric stay text. A `sum` of int8 is numeric: cast it in the statement.
 */
export const resultTypes = {
  getTypeParser: (oid: number, format?: string): TextParser =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? driverTypes.getTypeParser(oid, format),
};
