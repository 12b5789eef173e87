/**
 * Purpose: asks Rspamd what it thinks of a message, and says it in three words: clean, spam, defer.
 *
 * Standards: the HTTP protocol of Rspamd (`POST /checkv2`), which no RFC describes.
 *
 * Guarantees: never rejects; every question ends within its deadline, and leaves no connection or reader behind; an answer is read
 * up to 1 MiB. While Rspamd does not answer at all, one message in ten seconds waits for it, the others nothing.
 *
 * Fails with: the verdict `unavailable`, whose reason is in words. It is never a reason to refuse.
 *
 * Security: the envelope is written by strangers: what could end a header field, or hold more than one address, is left out. Names of
 * symbols are cleaned and cut; their options, which may hold addresses, are not kept.
 *
 * Not here: what follows from a verdict (`inbound/`), and our own greylisting (`limits/`).
 */
export {
  createContentCheck,
  type ContentCheck,
  type ContentCheckDependencies,
  type ContentVerdict,
} from './content-check.ts';
export type { CheckedMessage } from './envelope-fields.ts';
export type { ContentJudgement } from './rspamd-answer.ts';
