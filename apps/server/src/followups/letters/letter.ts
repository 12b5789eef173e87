/** A mail of ours before it has an address: what happened, why, and what to do, in plain words. */
export interface Letter {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** A part of a letter. Texts are one paragraph each and may hold what strangers wrote. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Names and values; rows without a value are left out. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string | undefined])[] }
  /** Words of someone else. */
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** A paragraph. */
export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

/** Names and values below each other. */
export function facts(rows: Extract<Block, { kind: 'facts' }>['rows']): Block {
  return { kind: 'facts', rows };
}

/** What someone else said, cut to what a person reads; nothing when he said nothing. */
export function quote(text: string | undefined): readonly Block[] {
  const trimmed = text?.trim().slice(0, 1_000) ?? '';
  return trimmed === '' ? [] : [{ kind: 'quote', text: trimmed.toWellFormed() }];
}

/** An instant for people: UTC, to the minute. */
export function formatInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
