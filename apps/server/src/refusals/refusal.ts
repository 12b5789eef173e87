import type { PrivacyLevel } from '../queue/index.ts';

/** Something that was refused for an address of an organization. */
export interface NewRefusal {
  readonly organizationId: string;
  /** Absent where the address is no alias's. */
  readonly aliasId?: string | undefined;
  /** The address written to. */
  readonly recipient: string;
  /** The reverse path as it was given; empty for the null one. */
  readonly mailFrom: string;
  readonly ip: string;
  /** Where in the session: `rcpt`, `data`, … */
  readonly stage: string;
  /** The reply. */
  readonly code: number;
  /** Refusals are counted by it, so it is one of few as a rule. Nothing that a privacy level hides may stand in it. */
  readonly reason: string;
  /** Default: `full`. */
  readonly privacyLevel?: PrivacyLevel | undefined;
}

/** A refusal as it was kept. */
export interface Refusal {
  /** UUIDv7; refusals are listed by it. */
  readonly id: string;
  readonly at: Date;
  readonly aliasId: string | undefined;
  readonly recipient: string;
  /** An address; `*@` and its domain or `*` where it is hidden; empty for the null reverse path. */
  readonly mailFrom: string;
  /** Undefined where it is hidden. */
  readonly ip: string | undefined;
  readonly stage: string;
  readonly code: number;
  readonly reason: string;
}

/** How many refusals there were in an hour for one reason: all of them, those with an event included. */
export interface RefusalCount {
  /** Begin of the hour, UTC. */
  readonly hour: Date;
  /** As it was noted; `other` for those beyond the 500 events of the hour whose reason and alias none of these had. */
  readonly reason: string;
  /** The address of an alias; undefined for addresses that were none. */
  readonly recipient: string | undefined;
  readonly count: number;
}

/** Which refusals to list, newest first. */
export interface ListRefusals {
  readonly organizationId: string;
  readonly limit: number;
  /** The last id of the page before. */
  readonly before?: string | undefined;
}
