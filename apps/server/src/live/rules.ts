import { idFloor, isUuid } from '../db/index.ts';

/** How often things are done, in milliseconds. */
export interface LiveTiming {
  /** How long a lost hint may go unnoticed. */
  readonly pollMs: number;
  /** How far back a poll and a resumed connection look before what they know. Ids are made before their transaction commits. */
  readonly overlapMs: number;
  /** How long a watch holds unless it is renewed, and how often it is. */
  readonly watchMs: number;
  readonly renewMs: number;
  /** How often it is asked whether everybody who is connected still may be. */
  readonly checkMs: number;
  /** How often connections show that they live; one that did not answer the last time has ended. */
  readonly pingMs: number;
}

/**
 * The overlap is more than a request waits for locks (10 s) and nodes' clocks differ, twice over. A page that hears nothing for two pings
 * connects again; proxies that cut idle connections wait 30 s and more.
 */
export const usualTiming: LiveTiming = {
  pollMs: 5_000,
  overlapMs: 30_000,
  watchMs: 60_000,
  renewMs: 20_000,
  checkMs: 10_000,
  pingMs: 20_000,
};

/** How much there may be of what. */
export interface LiveBounds {
  /** Connections of one person at this process: tabs, and programs with keys. */
  readonly perUser: number;
  /** Connections at this process. Each holds some 50 kB with its socket, and up to `bufferedBytes` while its reader is slow. */
  readonly inAll: number;
  /** Octets that may wait for one reader. */
  readonly bufferedBytes: number;
  /** Events that may wait for one connection while it is sent what it missed. */
  readonly waitingEvents: number;
  /** Events that a connection which comes back is sent at most, those of the overlap included. */
  readonly resumedEvents: number;
  /** How long a connection may have been away. */
  readonly resumedMs: number;
  /** Events of one organization that may wait to be read; with more, its pages are told to load anew. */
  readonly dueEvents: number;
}

/** See {@link LiveBounds}. */
export const usualBounds: LiveBounds = {
  perUser: 20,
  inAll: 1_000,
  bufferedBytes: 1024 * 1024,
  waitingEvents: 1_000,
  resumedEvents: 1_000,
  resumedMs: 24 * 60 * 60 * 1_000,
  dueEvents: 5_000,
};

/** What the functions of migration 0010 notify on. */
export const liveChannel = 'smtpy_live';

/** What a hint says. */
export type Hint =
  | { readonly kind: 'events'; readonly organizationId: string; readonly ids: readonly string[] }
  /** Somebody, or everybody in an organization, may have lost access. */
  | { readonly kind: 'user' | 'organization'; readonly id: string };

/** Reads a payload; undefined for what is none of ours, and then anything may have happened. */
export function parseHint(payload: string): Hint | undefined {
  const [kind, id, ...ids] = payload.split(' ');
  if (id === undefined || ![id, ...ids].every(isUuid)) return undefined;
  if (kind === 'events') return { kind, organizationId: id, ids };
  return (kind === 'user' || kind === 'organization') && ids.length === 0 ? { kind, id } : undefined;
}

/** The instant that the id of an event was made at (RFC 9562 §5.7), in milliseconds. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Where a connection that comes back begins; undefined when it was away too long. An id of the future is none of ours: it counts as now. */
export function planResume(
  after: string,
  now: Date,
  { overlapMs, resumedMs }: Pick<LiveTiming, 'overlapMs'> & Pick<LiveBounds, 'resumedMs'>,
): { readonly afterId: string } | undefined {
  const nowMs = now.getTime();
  const lastMs = Math.min(timeOfId(after), nowMs);
  if (lastMs < nowMs - resumedMs) return undefined;
  return { afterId: idFloor(new Date(lastMs - overlapMs)) };
}
