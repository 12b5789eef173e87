import type { SmtpReply } from './smtp-reply.ts';

/** What a reply means for a delivery. The words are those of the delivery's next state. */
export type ReplyClass = 'delivered' | 'deferred' | 'bounced';

interface Rule {
  /** Matches the start of the code: `2` or `552`. */
  readonly code: string;
  /** Matches the whole enhanced code, when given. */
  readonly enhanced?: string;
  /** Matches anywhere in the text, when given. */
  readonly text?: RegExp;
  readonly replyClass: ReplyClass;
}

/**
 * First match wins. The code decides (RFC 5321 §4.2.1), except for permanent codes given for what the standards call temporary. Codes
 * that match nothing, such as 3xx where none was asked for, are temporary.
 */
const rules: readonly Rule[] = [
  { code: '2', replyClass: 'delivered' },
  { code: '4', replyClass: 'deferred' },
  // RFC 5321 §4.5.3.1.10: 552 for too many recipients is to be treated as 452. RFC 3463 §3.6 has X.5.3 for it.
  { code: '552', enhanced: '5.5.3', replyClass: 'deferred' },
  { code: '552', text: /too many recipients/i, replyClass: 'deferred' },
  // RFC 3463 §3.3: mailbox full "should be used as a persistent transient failure".
  { code: '5', enhanced: '5.2.2', replyClass: 'deferred' },
  // RFC 3463 §3.4: mail system full is "useful only as a persistent transient error".
  { code: '5', enhanced: '5.3.1', replyClass: 'deferred' },
  // RFC 3463 §3.5: so is mail system congestion. Large senders' quotas are answered with it.
  { code: '5', enhanced: '5.4.5', replyClass: 'deferred' },
  { code: '5', replyClass: 'bounced' },
];

/** Says what the reply to the end of DATA, or a refusal before it, means. A 2xx means `delivered` only there. */
export function classifyReply(reply: SmtpReply): ReplyClass {
  return rules.find((rule) => isMatch(rule, reply))?.replyClass ?? 'deferred';
}

function isMatch(rule: Rule, reply: SmtpReply): boolean {
  if (!String(reply.code).startsWith(rule.code)) return false;
  if (rule.enhanced !== undefined && rule.enhanced !== reply.enhanced) return false;
  return rule.text === undefined || rule.text.test(reply.text);
}
