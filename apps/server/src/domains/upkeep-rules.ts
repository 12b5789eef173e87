import type { Domain, DomainNewsKind, DomainState, RecordCheck, RecordResult } from './domain.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Pauses between checks of a domain that waits: a person sits there in the first minutes, nobody does after a month. */
const claimPause = { shortestMs: minuteMs, longestMs: hourMs, share: 0.2, dailyAfterMs: 30 * dayMs };
/** Pauses between checks of a domain that receives. */
const checkPauseMs = 6 * hourMs;
/** The pause after a check without an answer, and while something is wrong: its owner is at work on it. */
const unclearPauseMs = 30 * minuteMs;
const degradedPauseMs = hourMs;
/** How long a record must have been wrong, over two checks at least, before anything follows: DNS changes are not everywhere at once. */
const driftMs = 10 * minuteMs;
/** How long the holder's proof must have been gone, over two checks: longer than any answer is kept here. */
const takeOverMs = 5 * minuteMs;
/** A margin, so that the second check does not come just too early. */
const marginMs = 5_000;
/** A record that was once right and has been wrong for longer than this was given up: it is not waited for any more. */
const givenUpMs = 30 * dayMs;

/** Everything that decides what follows from a check. */
export interface Situation {
  readonly domain: Domain;
  readonly results: readonly RecordResult[];
  /** Whether the organization may have active domains: it is not suspended. */
  readonly isOrganizationOpen: boolean;
  /** Who holds the name, if somebody else does. */
  readonly holder: Domain | undefined;
  /** Whether the holder's ownership record is gone; undefined: DNS did not say. */
  readonly isHolderGone: boolean | undefined;
  readonly now: Date;
}

/** What follows from a check. */
export interface Decision {
  readonly state: DomainState;
  readonly holderGoneSince: Date | undefined;
  readonly nextCheckAt: Date;
  /** Whether the holder loses the name to this domain. */
  readonly takesOver: boolean;
  readonly news: { readonly kind: DomainNewsKind; readonly reason?: string } | undefined;
}

/** Puts a check beside what is known of the records from before. A result for another value says nothing of this one. */
export function mergeResults(
  before: readonly RecordResult[],
  checks: readonly RecordCheck[],
  now: Date,
): readonly RecordResult[] {
  return checks.map((check) => {
    const known = before.find(({ record }) => isSame(record, check.record));
    const { rightAt, wrongSince } = known ?? { rightAt: undefined, wrongSince: undefined };
    switch (check.verdict) {
      case 'ok':
        return { ...check, checkedAt: now, rightAt: now, wrongSince: undefined };
      case 'unknown':
        return { ...check, checkedAt: now, rightAt, wrongSince };
      case 'missing':
      case 'different':
        return { ...check, checkedAt: now, rightAt, wrongSince: wrongSince ?? now };
    }
  });
}

/** Whether two are the same record with the same value to be found. */
export function isSame(one: RecordCheck['record'], other: RecordCheck['record']): boolean {
  return one.purpose === other.purpose && one.name === other.name && one.value === other.value;
}

/** Decides; the table is in the header of the folder. */
export function decide(situation: Situation): Decision {
  const { domain, holder } = situation;
  switch (domain.state) {
    case 'pending':
      return holder === undefined ? decideClaim(situation) : decideTakeOver(situation, holder);
    case 'active':
      return decideActive(situation);
    case 'degraded':
      return decideDegraded(situation);
    case 'suspended':
      return { ...unchanged(domain), nextCheckAt: later(situation.now, checkPauseMs) };
  }
}

/** Both required records were found. */
function isProven(results: readonly RecordResult[]): boolean {
  return results.every(({ record, verdict }) => !record.isRequired || verdict === 'ok');
}

function decideClaim({ domain, results, isOrganizationOpen, now }: Situation): Decision {
  return isProven(results) && isOrganizationOpen ? activation(now) : waiting(domain, undefined, now);
}

/** The name passes on only when its holder's proof was gone in two checks, and the operator's word stands above DNS. */
function decideTakeOver(situation: Situation, holder: Domain): Decision {
  const { domain, results, isOrganizationOpen, isHolderGone, now } = situation;
  const mayPassOn = isOrganizationOpen && !holder.isTrusted && holder.state !== 'suspended';
  if (!mayPassOn) return waiting(domain, undefined, now);
  if (!isProven(results)) {
    const isRefuted = results.some((result) => result.record.isRequired && isWrong(result));
    return waiting(domain, isRefuted ? undefined : domain.holderGoneSince, now);
  }
  if (isHolderGone !== true)
    return waiting(domain, isHolderGone === false ? undefined : domain.holderGoneSince, now);
  const since = domain.holderGoneSince ?? now;
  if (now.getTime() - since.getTime() >= takeOverMs) return { ...activation(now), takesOver: true };
  return {
    ...waiting(domain, since, now),
    nextCheckAt: later(since, takeOverMs + marginMs),
  };
}

function decideActive({ domain, results, now }: Situation): Decision {
  const drifted = results.filter((result) => counts(domain, result, now) && hasDrifted(result, now));
  if (drifted.length > 0) {
    return {
      ...unchanged(domain),
      state: 'degraded',
      nextCheckAt: later(now, degradedPauseMs),
      news: { kind: 'domain_degraded', reason: reasonOf(drifted) },
    };
  }
  const counting = results.filter((result) => counts(domain, result, now));
  return { ...unchanged(domain), nextCheckAt: later(now, activePauseMs(counting)) };
}

function decideDegraded({ domain, results, now }: Situation): Decision {
  const counting = results.filter((result) => counts(domain, result, now));
  if (!counting.every(({ verdict }) => verdict === 'ok'))
    return { ...unchanged(domain), nextCheckAt: later(now, degradedPauseMs) };
  return {
    ...unchanged(domain),
    state: 'active',
    nextCheckAt: later(now, checkPauseMs),
    news: { kind: 'domain_recovered' },
  };
}

/**
 * Whether a record matters to a domain that receives: what was right lately, and what is required, but where the operator's word replaces it.
 * Keys that do not sign matter to nobody.
 */
function counts({ isTrusted }: Domain, { record, rightAt }: RecordResult, now: Date): boolean {
  if (record.keyState === 'pending' || record.keyState === 'retiring') return false;
  if (record.isRequired && !isTrusted) return true;
  return rightAt !== undefined && now.getTime() - rightAt.getTime() < givenUpMs;
}

function isWrong({ verdict }: RecordResult): boolean {
  return verdict === 'missing' || verdict === 'different';
}

function hasDrifted(result: RecordResult, now: Date): boolean {
  const { wrongSince } = result;
  return isWrong(result) && wrongSince !== undefined && now.getTime() - wrongSince.getTime() >= driftMs;
}

function activePauseMs(counting: readonly RecordResult[]): number {
  if (counting.some(isWrong)) return driftMs + marginMs;
  return counting.some(({ verdict }) => verdict === 'unknown') ? unclearPauseMs : checkPauseMs;
}

function reasonOf(drifted: readonly RecordResult[]): string {
  return drifted.map(({ record, reason }) => `${record.type} record at ${record.name}: ${reason}`).join('; ');
}

function activation(now: Date): Decision {
  return {
    state: 'active',
    holderGoneSince: undefined,
    nextCheckAt: later(now, checkPauseMs),
    takesOver: false,
    news: { kind: 'domain_activated' },
  };
}

function waiting(domain: Domain, holderGoneSince: Date | undefined, now: Date): Decision {
  const waitsSince = domain.lostAt ?? domain.createdAt;
  return {
    ...unchanged(domain),
    holderGoneSince,
    nextCheckAt: later(now, claimPauseMs(now.getTime() - waitsSince.getTime())),
  };
}

/** Grows with the time that the domain has waited. */
function claimPauseMs(waitedMs: number): number {
  const { shortestMs, longestMs, share, dailyAfterMs } = claimPause;
  if (waitedMs >= dailyAfterMs) return dayMs;
  return Math.min(longestMs, Math.max(shortestMs, waitedMs * share));
}

function unchanged(domain: Domain): Omit<Decision, 'nextCheckAt'> {
  return { state: domain.state, holderGoneSince: undefined, takesOver: false, news: undefined };
}

function later(instant: Date, durationMs: number): Date {
  return new Date(instant.getTime() + durationMs);
}
