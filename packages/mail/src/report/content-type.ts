import { fieldValue, findFields, type HeaderBlock } from '../header/index.ts';
import { readParameterizedField } from '../mime/parameterized-value.ts';

/** The Content-Type of a part (RFC 2045 §5.1). */
export interface ContentType {
  /** `text/plain` in lower case; also where the field is missing or cannot be read (RFC 2045 §5.2). */
  readonly type: string;
  /** Values by lower-cased name, without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

const typePattern = /^[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}/;

/** Reads the first Content-Type of a header block. Tolerates what is missing or broken. */
export function readContentType(header: HeaderBlock): ContentType {
  const { value, parameters } = readParameterizedField(header, 'content-type');
  return { type: typePattern.exec(value)?.[0] ?? 'text/plain', parameters };
}

/** The value of the first field of that name as one character per octet; empty when there is none. */
export function firstValue(header: HeaderBlock, lowerName: string): string {
  const [field] = findFields(header, lowerName);
  return field === undefined ? '' : fieldValue(field).toString('latin1');
}
