import { createHmac } from 'node:crypto';
import { fieldValue, findFields, type HeaderBlock } from '@smtpy/mail';

/** The field that carries a loop token. */
export const loopFieldName = 'X-SMTPy-Loop';

/** 128 bits: nobody guesses one, and the field stays on one line. */
const tokenBytes = 16;

/**
 * The token that marks what an alias has sent on, 32 hexadecimal digits. The same for every message, so that it is recognised when
 * a message comes back. Without the key it tells nothing about the alias.
 */
export function loopToken(aliasId: string, key: Buffer): string {
  return createHmac('sha256', key)
    .update(aliasId.toLowerCase())
    .digest('hex')
    .slice(0, 2 * tokenBytes);
}

/** Whether any installation of this program has sent the message on. Most mail is unmarked, and needs no tokens to be looked for. */
export function isMarked(header: HeaderBlock): boolean {
  return findFields(header, loopFieldName.toLowerCase()).length > 0;
}

/** The first of `tokens` that the message carries already: it has passed that alias before (RFC 5321 §6.3). */
export function findLoop(header: HeaderBlock, tokens: ReadonlySet<string>): string | undefined {
  return findFields(header, loopFieldName.toLowerCase())
    .map((field) => fieldValue(field).toString('latin1').toLowerCase())
    .find((token) => tokens.has(token));
}
