import type { Address, HeaderBlock, HeaderField } from '@smtpy/mail';

/** What a rewrite needs to know. */
export interface RewriteInput {
  /** The header block as received. */
  readonly header: HeaderBlock;
  /** Our Received and Authentication-Results fields, as stored. */
  readonly traceHeader: Buffer;
  /** The author as the recipient will see and answer it. */
  readonly contact: { readonly replyAddress: Address };
  /** Whom Reply-To asks to answer, when that is not the author. */
  readonly replyToContact?: { readonly replyAddress: Address };
  readonly aliasAddress: Address;
  /** From {@link loopToken}. */
  readonly loopToken: string;
}

/** The header fields of the message as it leaves, unsigned and in order. */
export function rewrite(input: RewriteInput): readonly HeaderField[] {
  return input.header.fields;
}
