import { parseAddress, parseHeaderBlock, type Address, type MimePart } from '@smtpy/mail';
import type { BodyPlan } from '../index.ts';

/** Throws where the text is no address. */
export function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** A part as `editParts` shows it; plain text in UTF-8 unless said otherwise. */
export function partOf(content: string | Buffer, facts: Partial<MimePart> = {}): MimePart {
  return {
    contentType: 'text/plain',
    charset: 'utf-8',
    disposition: '',
    filename: '',
    isInAttachedMessage: false,
    header: parseHeaderBlock(Buffer.alloc(0)),
    ...facts,
    content: Buffer.from(content),
  };
}

/** Jane, who has the alias `shop`, and her contact Ann. */
export const replyPlan: BodyPlan & { readonly kind: 'reply' } = {
  kind: 'reply',
  aliasAddress: addressOf('shop@alias.example'),
  ownAddresses: [addressOf('jane@home.example')],
  realAddressOf: ({ localPart, domain }) =>
    localPart === 'r-ann' && domain === 'alias.example' ? addressOf('ann@contact.example') : undefined,
};

/** The way back. */
export const forwardPlan: BodyPlan & { readonly kind: 'forward' } = {
  kind: 'forward',
  aliasAddress: addressOf('shop@alias.example'),
  mailboxAddress: addressOf('jane@home.example'),
  replyAddressOf: ({ localPart, domain }) =>
    localPart === 'ann' && domain === 'contact.example' ? addressOf('r-ann@alias.example') : undefined,
};
