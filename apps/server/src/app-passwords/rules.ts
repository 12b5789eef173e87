import { foldAddress, formatAddress, parseAddress, type Address } from '@smtpy/mail';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Failed logins of one subject, and when the last one was. */
export interface Failures {
  readonly count: number;
  readonly lastAt: Date;
}

/** How failures slow further tries down. Only failures count; a try that is turned away because of a pause is none. */
export interface Slowing {
  /** Failures that are followed by no pause. */
  readonly free: number;
  /** The pause after the first failure that is not free, after the second, and so on; the last one holds from there on. */
  readonly pausesMs: readonly number[];
}

/**
 * For a client's network. Someone who mistypes a password three or four times notices nothing. Whoever goes on has 11 tries in the
 * first hour and 4 in each further one, over all connections, processes and machines: 5 at once, then after 1, 2, 4, 8 and each
 * time 15 minutes. Longer pauses would punish the neighbours of a program with an old password more than any attacker.
 */
export const networkSlowing: Slowing = {
  free: 5,
  pausesMs: [1 * minuteMs, 2 * minuteMs, 4 * minuteMs, 8 * minuteMs, 15 * minuteMs],
};

/**
 * For an alias, whoever tries: against many networks that try the same one. It is short, because it also meets the owner in a network
 * where he never was: he gets in a minute after the strangers' last try at most. In networks of earlier logins it does not hold at all.
 */
export const aliasSlowing: Slowing = {
  free: 10,
  pausesMs: [5_000, 10_000, 20_000, 40_000, 1 * minuteMs],
};

/** How long after the last failure all is forgotten. Longer than every pause, or waiting would be worth more than it costs. */
export const failuresLapseMs = hourMs;

/** How long a network counts as one from which the owner logs in, after the last time he did. */
export const knownLapseMs = 30 * dayMs;

/** How old a noted login may be before it is noted anew, so that it is no write each time. */
export const knownRefreshMs = dayMs;

/** How old the noted time of a password's last use may be. */
export const lastUsedRefreshMs = minuteMs;

/** Passwords of one alias: one for each program of a person with many devices. */
export const maxPasswordsPerAlias = 50;

/** Characters of a password's name. */
const maxNameLength = 100;

/** How long the next try has to wait; 0 when it may come now. */
export function pauseLeftMs(failures: Failures | undefined, slowing: Slowing, now: Date): number {
  if (failures === undefined) return 0;
  const elapsedMs = now.getTime() - failures.lastAt.getTime();
  if (elapsedMs >= failuresLapseMs || failures.count < slowing.free) return 0;
  const step = Math.min(failures.count - slowing.free, slowing.pausesMs.length - 1);
  return Math.max(0, (slowing.pausesMs[step] ?? 0) - elapsedMs);
}

/** Names of the rows that a login is judged by. */
export interface Subjects {
  readonly network: string;
  readonly alias: string;
  /** Logins to this alias from this network. */
  readonly known: string;
}

/** The rows for a user name; one that is no address gets rows that nobody else has a use for. */
export function subjectsOf({
  network,
  address,
}: {
  readonly network: string;
  readonly address: Address | undefined;
}): Subjects {
  const alias = address === undefined ? '-' : formatAddress(address);
  return { network: `ip ${network}`, alias: `user ${alias}`, known: `known ${network} ${alias}` };
}

/** A user name as the folded address of an alias. Undefined when it is no address. */
export function parseUserName(text: string): Address | undefined {
  const parsed = parseAddress(text.trim());
  return parsed.ok ? foldAddress(parsed.value) : undefined;
}

/** The name of a password as it is stored, or undefined for what is none. */
export function parseName(text: string): string | undefined {
  const name = text.trim().normalize('NFC');
  return name === '' || Array.from(name).length > maxNameLength || /\p{Cc}/u.test(name) ? undefined : name;
}
