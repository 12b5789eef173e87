import { fieldValue, findFields, type HeaderBlock } from '../header/index.ts';

/** A value such as `text/plain; charset=utf-8`. */
export interface ParameterizedValue {
  /** What stands before the first semicolon, in lower case, without comments. */
  readonly value: string;
  /** By lower-case name, octets as characters; of equal names the first. */
  readonly parameters: ReadonlyMap<string, string>;
}

// Far above what any client writes. It bounds what backtracking could cost.
const maxValueOctets = 4096;
const parameter = /;[ \t]*([^\s"()<>@,;:\\/[\]?=]{1,80})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|"?([^\s";]*))/gs;
const quotedPair = /\\(.)/gs;
const percentOctet = /%([0-9A-Fa-f]{2})/g;
/** RFC 2231 §3 and §4: `name*`, `name*0`, `name*0*`. */
const extendedName = /^([^*]+)(?:\*([0-9]{1,3}))?(\*)?$/;

/**
 * Reads a Content-Type or Content-Disposition (RFC 2045 §5.1, RFC 2183 §2). Parameters in pieces or with percent signs (RFC 2231) are put
 * together; their charset is dropped. Any bytes; what makes no sense is skipped.
 */
function readParameterizedValue(bytes: Buffer): ParameterizedValue {
  const octets = bytes.toString('latin1', 0, maxValueOctets);
  const [first = ''] = octets.split(/[;(]/, 1);
  const plain = new Map<string, string>();
  const pieces = new Map<string, string[]>();
  for (const [, name = '', quoted, token = ''] of octets.matchAll(parameter)) {
    const text = quoted === undefined ? token : quoted.replace(quotedPair, '$1');
    const [, base = '', index, isExtended] = extendedName.exec(name.toLowerCase()) ?? [];
    if (base === '') continue;
    if (index === undefined && isExtended === undefined) {
      if (!plain.has(base)) plain.set(base, text);
      continue;
    }
    const list = pieces.get(base) ?? [];
    list[Number(index ?? 0)] ??= isExtended === undefined ? text : decodeExtended(text);
    pieces.set(base, list);
  }
  const joined = [...pieces].map(([name, list]) => [name, list.join('')] as const);
  return { value: first.trim().toLowerCase(), parameters: new Map([...plain, ...joined]) };
}

/** The first field of that name, as most readers take it; the empty value when there is none. */
export function readParameterizedField(header: HeaderBlock, lowerName: string): ParameterizedValue {
  const [field] = findFields(header, lowerName);
  return readParameterizedValue(field === undefined ? Buffer.alloc(0) : fieldValue(field));
}

/** RFC 2231 §4: `charset'language'text`, the first two in the first piece only. */
function decodeExtended(text: string): string {
  const [, , afterLanguage] = /^([^']*)'[^']*'(.*)$/s.exec(text) ?? [];
  return (afterLanguage ?? text).replace(percentOctet, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
