/** The loop's intervals, in milliseconds. */
export interface LoopTiming {
  /** Between looks at the queue without a hint. A lost hint costs at most this. */
  readonly pollMs: number;
  /** Between two claims under load: what becomes due meanwhile is claimed in one statement. Idle latency does not feel it. */
  readonly claimGapMs: number;
  /** Without renewal a lease ends after this: how long a dead process holds up its deliveries. */
  readonly leaseMs: number;
  /** Less than half a lease, so that one failed renewal does no harm. */
  readonly renewMs: number;
  readonly recoverMs: number;
  /** For attempts under way when the loop is told to end. */
  readonly drainMs: number;
  /** For those that were then broken off to be settled. */
  readonly abandonMs: number;
}

/** A send may take many minutes (RFC 5321 §4.5.3.2), a shutdown may not; ten seconds of grace are common among supervisors, thirty in Kubernetes. */
export const standardTiming: LoopTiming = {
  pollMs: 1_000,
  claimGapMs: 5,
  leaseMs: 60_000,
  renewMs: 20_000,
  recoverMs: 15_000,
  drainMs: 20_000,
  abandonMs: 3_000,
};
