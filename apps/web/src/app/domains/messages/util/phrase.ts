/** What stands in the braces of a phrase: as it is, another phrase, or something that each language writes in its own way. */
export type PhraseValue =
  | string
  | number
  | Phrase
  /** RFC 3339. */
  | { readonly instant: string }
  | { readonly durationMs: number }
  | { readonly bytes: number };

/** A sentence that is still to be said in a language: its key below `messages.line`, and what stands in it. */
export interface Phrase {
  readonly key: string;
  readonly values?: Readonly<Record<string, PhraseValue>>;
}

/** Puts a phrase together. */
export function phrase(key: string, values?: Readonly<Record<string, PhraseValue>>): Phrase {
  return values === undefined ? { key } : { key, values };
}

/** What a recorded fact says as text; undefined where it says nothing of the kind. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The fields of a recorded fact; none where it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** `j…@provider.example`: enough to know one's own mailbox by, and nothing to anybody else. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at <= 0) return address;
  const [first = ''] = address;
  return `${first}…${address.slice(at)}`;
}

/** Puts the masked address in the place of the real one wherever somebody repeated it, in whatever case. */
export function maskIn(text: string, address: string | null | undefined): string {
  if (address === null || address === undefined || address === '') return text;
  const lower = address.toLowerCase();
  let rest = text;
  let masked = '';
  for (;;) {
    const at = rest.toLowerCase().indexOf(lower);
    if (at < 0) return masked + rest;
    masked += rest.slice(0, at) + maskAddress(address);
    rest = rest.slice(at + address.length);
  }
}
