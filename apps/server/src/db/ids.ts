import { V7Generator } from 'uuidv7';

const generator = new V7Generator();

/**
 * A new UUIDv7 (RFC 9562 §5.7) of the instant `now`, by default the present. Ids of one process increase strictly, also
 * within a millisecond and over a step back of the clock of up to 10 s; a larger step back is followed.
 */
export function newId(now?: Date): string {
  return generator.generateOrResetWithTs(now?.getTime() ?? Date.now()).toString();
}

/**
 * The smallest UUID of the instant's millisecond, for ranges over ids: every id made at or after `instant` is not below
 * it. The SQL function `uuid_floor` gives the same. Throws RangeError before 1970.
 */
export function idFloor(instant: Date): string {
  const milliseconds = instant.getTime();
  if (!(milliseconds >= 0)) throw new RangeError('an id cannot be older than 1970');
  const hex = milliseconds.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is an id at all. People type ids; PostgreSQL refuses a statement with what is none. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
