/**
 * What every parser of text from outside gives. `reason` is English for logs and people, short, without line ends; it never
 * repeats the input.
 */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };
