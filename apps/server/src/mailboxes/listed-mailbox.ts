import type { Mailbox, MailboxState } from './mailbox.ts';

/** A mailbox with what stands beside it on a page. */
export interface ListedMailbox extends Mailbox {
  /** Test messages that were sent during this pause. */
  readonly probes: number;
  /** Aliases outside of the trash that forward to it, counted up to {@link maxCountedAliases}. */
  readonly aliasCount: number;
  readonly key: KeySummary | undefined;
  /** The address as lists are sorted by it, and as a page goes on after it. */
  readonly sortKey: string;
}

/**
 * Beyond this nobody counts by eye. A page of a hundred mailboxes with as many aliases each looks at 20,000 rows; ten times as many were too slow
 * for a page.
 */
export const maxCountedAliases = 200;

/** What is told of a key beside its mailbox. */
export interface KeySummary {
  readonly fingerprint: string;
  readonly source: 'pasted' | 'wkd';
  readonly hidesSubject: boolean;
  readonly expiresAt: Date | undefined;
}

/** What a page is sorted by. */
export type MailboxOrder = 'created_at' | 'address';

/** Which mailboxes to list. */
export interface ListMailboxes {
  readonly organizationId: string;
  /** A part of the address, in any case. */
  readonly search?: string | undefined;
  readonly state?: MailboxState | undefined;
  readonly isPaused?: boolean | undefined;
  readonly order: MailboxOrder;
  readonly isDescending: boolean;
  readonly limit: number;
  /** Address in lower case (null where the order is another) and id of the last mailbox of the page before. */
  readonly after?: readonly [address: string | null, id: string] | undefined;
}
