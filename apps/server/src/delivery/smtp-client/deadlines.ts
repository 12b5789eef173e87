/** How long to wait at each stage of a dialogue, in milliseconds. */
export interface Deadlines {
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly greetingMs: number;
  readonly ehloMs: number;
  readonly authMs: number;
  readonly mailMs: number;
  readonly rcptMs: number;
  readonly dataMs: number;
  /** For the next hop to take one more piece of the content. */
  readonly contentMs: number;
  /** For the reply to the end of the content. */
  readonly finalReplyMs: number;
  readonly quitMs: number;
}

/** The standard waits, none longer than `longestMs`. */
export function capDeadlines(longestMs: number): Deadlines {
  const cap = (waitMs: number): number => Math.min(waitMs, longestMs);
  return {
    connectMs: cap(standardDeadlines.connectMs),
    tlsMs: cap(standardDeadlines.tlsMs),
    greetingMs: cap(standardDeadlines.greetingMs),
    ehloMs: cap(standardDeadlines.ehloMs),
    authMs: cap(standardDeadlines.authMs),
    mailMs: cap(standardDeadlines.mailMs),
    rcptMs: cap(standardDeadlines.rcptMs),
    dataMs: cap(standardDeadlines.dataMs),
    contentMs: cap(standardDeadlines.contentMs),
    finalReplyMs: cap(standardDeadlines.finalReplyMs),
    quitMs: cap(standardDeadlines.quitMs),
  };
}

/**
 * RFC 5321 §4.5.3.2 sets the smallest values for greeting, MAIL, RCPT, DATA, content and final reply; a shorter wait for the
 * final reply would make duplicates of messages that a slow host is still storing. The RFC is silent on the others: 30 s
 * is more than a TCP connection needs on any path that works (four SYNs), a TLS handshake takes two round trips, and EHLO
 * may wait for the host's own look-ups as MAIL may. QUIT only wants politeness.
 */
export const standardDeadlines: Deadlines = {
  connectMs: 30_000,
  tlsMs: 60_000,
  greetingMs: 300_000,
  ehloMs: 300_000,
  authMs: 120_000,
  mailMs: 300_000,
  rcptMs: 300_000,
  dataMs: 120_000,
  contentMs: 180_000,
  finalReplyMs: 600_000,
  quitMs: 2_000,
};
