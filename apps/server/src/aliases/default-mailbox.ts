import type { Mailbox, Mailboxes } from '../mailboxes/index.ts';

/** What aliases of an organization forward to that are given no mailbox; undefined: there is none to use. */
export async function findDefaultMailbox(
  mailboxes: Pick<Mailboxes, 'listMailboxes'>,
  organizationId: string,
): Promise<Mailbox | undefined> {
  const all = await mailboxes.listMailboxes(organizationId);
  return all.find(({ state }) => state === 'confirmed');
}
