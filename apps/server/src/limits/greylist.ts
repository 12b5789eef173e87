import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { deleteLapsedSenders, meetSender } from './greylist-store.ts';
import { cleanSubject } from './rules.ts';

/** What {@link createGreylist} needs. */
export interface GreylistDependencies {
  readonly db: Db;
  readonly clock: Clock;
  /** How long a sender who was never seen is asked to wait. */
  readonly delayMs: number;
}

/** Senders who were asked to come back (RFC 6647), and those who did. */
export interface Greylist {
  /**
   * Whether a sender came back after the delay, now or within the last 36 days; meets him otherwise. `senderKey` is shared by the hosts
   * that may come back for each other. Rejects when the database fails.
   */
  check(senderKey: string): Promise<'passed' | 'wait'>;
  /** Removes senders who did not come again in time; gives how many. */
  removeLapsed(): Promise<number>;
}

const dayMs = 86_400_000;
/** How long who came back is not asked again; the table of settings says so. A month and a few days: monthly letters pass. */
const passedForMs = 36 * dayMs;
/** How long a sender has to come back. RFC 5321 §4.5.4.1: senders give up after four to five days at least. */
const waitsForMs = 5 * dayMs;
/** How exactly it is known when a sender who passed was last seen: seldom enough that mail of known senders writes nothing. */
const seenEveryMs = 3_600_000;

/** The greylist of an installation, for all processes the same. */
export function createGreylist({ db, clock, delayMs }: GreylistDependencies): Greylist {
  const before = (durationMs: number): Date => new Date(clock.now().getTime() - durationMs);
  return {
    check: async (senderKey) => {
      const hasPassed = await meetSender(db, {
        sender: cleanSubject(senderKey),
        now: clock.now(),
        firstSeenBefore: before(delayMs),
        passedUntil: before(passedForMs),
        waitedUntil: before(waitsForMs),
        seenUntil: before(seenEveryMs),
      });
      return hasPassed ? 'passed' : 'wait';
    },
    removeLapsed: () =>
      deleteLapsedSenders(db, { passedUntil: before(passedForMs), waitedUntil: before(waitsForMs) }),
  };
}
