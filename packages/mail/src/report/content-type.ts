import { fieldValue, findFields, type HeaderBlock } from '../header/index.ts';

/** The Content-Type of a part (RFC 2045 §5.1). */
export interface ContentType {
  /** `text/plain` in lower case; also where the field is missing or cannot be read (RFC 2045 §5.2). */
  readonly type: string;
  /** Values by lower-cased name, without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

// More than any sane field; it also bounds what an unclosed quote costs.
const maxValueCharacters = 2000;
const typePattern = /^\s*([a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127})/i;
const parameterPattern = /;\s*([a-z0-9*-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/gi;

/** Reads the first Content-Type of a header block. Tolerates what is missing or broken. */
export function readContentType(header: HeaderBlock): ContentType {
  const text = firstValue(header, 'content-type').slice(0, maxValueCharacters);
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of text.matchAll(parameterPattern)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain.replaceAll('"', '');
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
  }
  return { type: typePattern.exec(text)?.[1]?.toLowerCase() ?? 'text/plain', parameters };
}

/** The value of the first field of that name as one character per octet; empty when there is none. */
export function firstValue(header: HeaderBlock, lowerName: string): string {
  const [field] = findFields(header, lowerName);
  return field === undefined ? '' : fieldValue(field).toString('latin1');
}
