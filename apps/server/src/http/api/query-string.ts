import type { FieldError } from '../../api/index.ts';

/** The parameters of a request target, and what is wrong with them whatever they mean. */
export interface Query {
  /** Without a prototype, so that no name is there before it was given. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/**
 * Reads the query (WHATWG URL §5.1). A name that comes twice is a fault: what checks a request and what acts on it could take different ones.
 */
export function readQuery(url: string): Query {
  const start = url.indexOf('?');
  const values = Object.create(null) as Record<string, string>;
  const repeated = new Set<string>();
  for (const [name, value] of new URLSearchParams(start === -1 ? '' : url.slice(start + 1))) {
    if (Object.hasOwn(values, name)) repeated.add(name);
    values[name] = value;
  }
  const errors = Array.from(repeated, (name) => ({
    path: `query.${name.slice(0, 100).toWellFormed()}`,
    message: 'Give this once.',
  }));
  return { values, errors: errors.slice(0, 20) };
}
