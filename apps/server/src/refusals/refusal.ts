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

/** Which refusals of an organization, newest first; what is undefined leaves all. */
export interface SearchRefusals extends ListRefusals {
  readonly aliasId?: string | undefined;
  /** Exactly this one. */
  readonly reason?: string | undefined;
  /** A part of sender or recipient, in any case; no pattern. */
  readonly search?: string | undefined;
  readonly from?: Date | undefined;
  /** Until just before it. */
  readonly to?: Date | undefined;
}

/** Which refusals to count, and by what. */
export interface CountRefusals {
  readonly organizationId: string;
  readonly by: 'hour' | 'reason' | 'alias';
  /** The address of an alias. */
  readonly recipient?: string | undefined;
  /** Exactly this one. */
  readonly reason?: string | undefined;
  /** Its hour is counted whole. */
  readonly from: Date;
  /** Until just before it. */
  readonly to: Date;
}

/** How many refusals there were. */
export interface RefusalTotals {
  readonly counts: readonly {
    readonly hour: Date | undefined;
    readonly reason: string | undefined;
    readonly recipient: string | undefined;
    readonly count: number;
  }[];
  /** All, those of groups that are left out included. */
  readonly total: number;
}
