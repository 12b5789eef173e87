/**
 * Purpose: what is done to the header block of a message that is sent on.
 */
export { rewrite, type RewriteInput } from './rewrite.ts';
export { readAuthor, readReplyTo, type Author } from './author.ts';
export { findLoop, loopToken } from './loop.ts';
