import type { Tx } from '../db/index.ts';

/** NOTIFY channel on which every change is told of what we receive and for whom. */
export const directoryChannel = 'smtpy_directory';

/**
 * What changed: everything on a domain, one alias, or the mailboxes of an organization. A mailbox is not named itself: an
 * entry does not show the mailboxes that it left out for not being confirmed.
 */
export interface DirectoryChange {
  readonly subject: 'domain' | 'alias' | 'organization';
  /** A domain name, an address in its wire form, or the id of an organization. */
  readonly name: string;
}

/** Tells of a change when `tx` commits; not at all when it rolls back. */
export async function announceDirectoryChange(tx: Tx, change: DirectoryChange): Promise<void> {
  await tx.query({
    name: 'announce-directory-change',
    text: 'select pg_notify($1, $2)',
    params: [directoryChannel, `${change.subject} ${change.name}`],
  });
}

/** Reads a payload of the channel; undefined when it is not one of ours, and then anything may have changed. */
export function parseDirectoryChange(payload: string): DirectoryChange | undefined {
  const match = /^(domain|alias|organization) (.+)$/s.exec(payload);
  if (match?.[2] === undefined) return undefined;
  return { subject: match[1] as DirectoryChange['subject'], name: match[2] };
}
