import type { Tx } from '../db/index.ts';
import { announceDirectoryChange } from '../domains/index.ts';
import type { Mailbox } from './mailbox.ts';
import {
  clearFailures,
  findNthNewestFailure,
  insertFailure,
  lockMailbox,
  markPaused,
  markPausedByHand,
  markResumed,
  scheduleProbe,
  takeDueProbe,
} from './pause-store.ts';
import { probeDelayMs, untilNextProbeEndsMs } from './rules.ts';

/** What {@link createMailboxPauses} needs. */
export interface MailboxPausesDependencies {
  readonly config: PauseConfig;
  /** Whether a forward to the mailbox was delivered at or after an instant. */
  readonly hasDeliveredSince: (tx: Tx, mailboxId: string, since: Date) => Promise<boolean>;
  /** Makes the deferred deliveries of the mailbox due when `tx` commits; gives how many. */
  readonly resumeDeliveries: (tx: Tx, mailboxId: string) => Promise<number>;
}

/** When a mailbox is given a rest. */
export interface PauseConfig {
  /** Hard failures within the window, without a success between them, that pause a mailbox; 1 or more. */
  readonly mailboxPauseAfter: number;
  readonly mailboxPauseWindowMs: number;
  /** How long a paused mailbox rests before its first probe. */
  readonly mailboxProbeAfterMs: number;
}

/** A forward that failed because the mailbox does not exist or is closed. */
export interface HardFailure {
  readonly mailboxId: string;
  readonly deliveryId: string;
  /** When the queue recorded it, by the clock of PostgreSQL. */
  readonly at: Date;
  /** Name of its row in the table of failure patterns. */
  readonly cause: string;
}

/** What a hard failure led to. */
export type HardFailureResult =
  /** There are not enough of them yet, or the mailbox took mail between them. */
  | { readonly kind: 'counted' }
  /** It was the one too many. */
  | { readonly kind: 'paused'; readonly mailbox: Mailbox; readonly failures: number }
  | { readonly kind: 'already_paused' }
  | { readonly kind: 'unknown_mailbox' };

/** The end of a pause. */
export interface EndedPause {
  readonly mailbox: Mailbox;
  /** How many deliveries became due. */
  readonly resumed: number;
}

/** Pausing mailboxes that refuse everything, and finding out when they no longer do. */
export interface MailboxPauses {
  /** Counts a failure, each delivery once, and pauses the mailbox when there are too many. */
  recordHardFailure(tx: Tx, failure: HardFailure): Promise<HardFailureResult>;
  /** Pauses a mailbox; undefined when it is paused already, or gone. */
  pause(
    tx: Tx,
    pause: { readonly mailboxId: string; readonly reason: string; readonly at: Date },
  ): Promise<Mailbox | undefined>;
  /** Pauses a mailbox of an organization until a person resumes it; undefined when a person has paused it already, or it is gone. */
  pauseByHand(
    tx: Tx,
    pause: { readonly mailboxId: string; readonly organizationId: string; readonly at: Date },
  ): Promise<Mailbox | undefined>;
  /** Ends a pause on a person's word: old failures are forgotten, what waited becomes due. Undefined when it was not paused. */
  resume(tx: Tx, mailboxId: string): Promise<EndedPause | undefined>;
  /** The same because a probe arrived; what a person has paused stays so. */
  resumeAfterProbe(tx: Tx, mailboxId: string): Promise<EndedPause | undefined>;
  /**
   * A mailbox whose probe is due, which the caller sends in the same transaction. The next one is due only after that one had time
   * to fail: see {@link MailboxPauses.probeFailed}. Undefined when none is due.
   */
  takeDueProbe(tx: Tx): Promise<Mailbox | undefined>;
  /** The probe was in vain: the next one is due later, each time later than before, at most after a day. */
  probeFailed(tx: Tx, mailboxId: string): Promise<void>;
}

/** Pauses on a database. */
export function createMailboxPauses(dependencies: MailboxPausesDependencies): MailboxPauses {
  const { config, resumeDeliveries } = dependencies;
  const resume = async (
    which: 'any' | 'for_failures',
    tx: Tx,
    mailboxId: string,
  ): Promise<EndedPause | undefined> => {
    const mailbox = await markResumed(tx, mailboxId, which);
    if (mailbox === undefined) return undefined;
    await clearFailures(tx, mailboxId);
    const resumed = await resumeDeliveries(tx, mailboxId);
    await announce(tx, mailbox);
    return { mailbox, resumed };
  };
  const pause: MailboxPauses['pause'] = async (tx, { mailboxId, reason, at }) => {
    const probeAfterMs = probeDelayMs(0, config.mailboxProbeAfterMs);
    const mailbox = await markPaused(tx, { mailboxId, reason, at, probeAfterMs });
    if (mailbox !== undefined) await announce(tx, mailbox);
    return mailbox;
  };
  return {
    pause,
    recordHardFailure: (tx, failure) => recordHardFailure(tx, failure, { ...dependencies, pause }),
    pauseByHand: async (tx, wanted) => {
      const mailbox = await markPausedByHand(tx, wanted);
      if (mailbox !== undefined) await announce(tx, mailbox);
      return mailbox;
    },
    resume: (tx, mailboxId) => resume('any', tx, mailboxId),
    resumeAfterProbe: (tx, mailboxId) => resume('for_failures', tx, mailboxId),
    takeDueProbe: (tx) => takeDueProbe(tx, untilNextProbeEndsMs),
    probeFailed: (tx, mailboxId) =>
      scheduleProbe(tx, mailboxId, (probes) => probeDelayMs(probes, config.mailboxProbeAfterMs)),
  };
}

async function recordHardFailure(
  tx: Tx,
  failure: HardFailure,
  { config, hasDeliveredSince, pause }: MailboxPausesDependencies & Pick<MailboxPauses, 'pause'>,
): Promise<HardFailureResult> {
  const { mailboxId, at, cause } = failure;
  // The lock makes failures of one mailbox wait for each other, so that the last of them sees all.
  const mailbox = await lockMailbox(tx, mailboxId);
  if (mailbox === undefined) return { kind: 'unknown_mailbox' };
  if (mailbox.pausedAt !== undefined) return { kind: 'already_paused' };
  const since = new Date(at.getTime() - config.mailboxPauseWindowMs);
  await insertFailure(tx, failure, since);
  const first = await findNthNewestFailure(tx, { mailboxId, since, n: config.mailboxPauseAfter });
  if (first === undefined || (await hasDeliveredSince(tx, mailboxId, first))) return { kind: 'counted' };
  const paused = await pause(tx, { mailboxId, reason: cause, at });
  return paused === undefined
    ? { kind: 'already_paused' }
    : { kind: 'paused', mailbox: paused, failures: config.mailboxPauseAfter };
}

/** The directory shows whether mailboxes are paused. */
async function announce(tx: Tx, { organizationId }: Mailbox): Promise<void> {
  await announceDirectoryChange(tx, { subject: 'organization', name: organizationId });
}
