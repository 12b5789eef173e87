const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** After so many failures a followup waits for a newer program or an operator, and is tried daily. */
const patience = 20;

/**
 * How long a followup waits after its `attempts`th failure, counted from 0: ten seconds, doubled each time up to an hour, because what
 * fails here is our own database or a defect, never a peer; a day when it never works. It is never given up.
 */
export function followupDelayMs(attempts: number): number {
  if (attempts + 1 >= patience) return dayMs;
  return Math.min(10_000 * 2 ** Math.min(attempts, 20), 60 * minuteMs);
}

/** The same news is mailed once within this time: what fails does so for every message. */
export const sameNewsMs = dayMs;

/** Longer than any delivery is unfinished (5 days, after 30 held): about one delivery, a notice is sent once. */
export const onceMs = 60 * dayMs;

/**
 * Questions of each kind (about held replies, about mail in quarantine) that an organization is mailed within {@link questionWindowMs}.
 * Whoever forges the owner's address or floods an alias could fill the mailbox with them otherwise; what is not asked by mail waits all
 * the same, and of what is in quarantine the digest tells.
 */
export const maxQuestions = 20;
export const questionWindowMs = 60 * minuteMs;
