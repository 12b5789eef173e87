import { ApiError } from '../../api/index.ts';

/** A body in bytes; with this much a list of a thousand small things fits, and a flood of them still fits in memory. */
export const bodyLimitBytes = 1024 * 1024;

/** No schema of ours nests further; what walks over a value may then call itself for each level. */
export const maxJsonDepth = 32;

/** Names that reach the prototype of an object once it is copied property by property. */
const poisonedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The value of a JSON body (RFC 8259); undefined where the body is empty. Throws for what is no UTF-8 or no JSON, nests too deep, names
 * something twice (readers differ in which one they take), or holds a name that could reach a prototype. Linear in its length.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const text = decode(body);
  // Expected: the text is no JSON.
  try {
    const value: unknown = JSON.parse(text);
    const fault = findFault(text);
    if (fault === undefined) return value;
    throw malformed(fault);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw malformed('The body is no JSON.', error);
  }
}

function decode(body: Buffer): string {
  // Expected: a byte sequence that is no UTF-8.
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw malformed('The body is not UTF-8.', error);
  }
}

/** What speaks against a text that is JSON otherwise. */
function findFault(json: string): string | undefined {
  // The names of each object that is open; undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  let lastString = '';
  for (let at = 0; at < json.length; at += 1) {
    const mark = json[at];
    if (mark === '"') {
      const end = endOfString(json, at);
      lastString = json.slice(at, end + 1);
      at = end;
    } else if (mark === '{' || mark === '[') {
      open.push(mark === '{' ? new Set() : undefined);
      if (open.length > maxJsonDepth) return `The body nests more than ${maxJsonDepth} levels deep.`;
    } else if (mark === '}' || mark === ']') {
      open.pop();
    } else if (mark === ':') {
      const fault = findNameFault(JSON.parse(lastString) as string, open.at(-1));
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** Where the quotation mark is that ends a string. No pattern: those that step over escapes keep a place to return to for each. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** What speaks against a name in an object; it is added to the names otherwise. */
function findNameFault(name: string, names: Set<string> | undefined): string | undefined {
  if (poisonedNames.has(name)) return `Nothing may have the name ${name}.`;
  if (names?.has(name) === true) return 'The body gives the same name twice in one object.';
  names?.add(name);
  return undefined;
}

function malformed(detail: string, cause?: unknown): ApiError {
  return new ApiError('malformed_body', { detail, cause });
}
