import type { Tx } from '../db/index.ts';
import { announceDirectoryChange, retireReplyAddresses } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Queue } from '../queue/index.ts';
import { deleteOrganizations, findDomains, insertOrganizationErasures, lockOrganizations } from './store.ts';

/** What erasing organizations needs. */
export interface OrganizationErasureDependencies {
  readonly clock: Clock;
  readonly queue: Pick<Queue, 'cancelOfOrganizations'>;
}

/** For the timeline of what is cancelled. */
export const cancelledBy = 'erasure';

/**
 * Ends organizations: from the commit on nobody sees them, nothing is received for them, and all but their mail is gone; the mail is left to
 * `removeRemains`. The deliveries that wait are cancelled here as far as one statement may, the others first thing there. Unknown
 * organizations are none, so that of two at once the second finds nothing to do.
 */
export async function eraseOrganizations(
  tx: Tx,
  organizationIds: readonly string[],
  { clock, queue }: OrganizationErasureDependencies,
): Promise<void> {
  const found = await lockOrganizations(tx, organizationIds);
  if (found.length === 0) return;
  const ownDomains = await findDomains(tx, found);
  await retireReplyAddresses(
    tx,
    ownDomains.map(({ id }) => id),
  );
  await insertOrganizationErasures(tx, { organizationIds: found, erasedAt: clock.now() });
  await deleteOrganizations(tx, found);
  for (const { name } of ownDomains) await announceDirectoryChange(tx, { subject: 'domain', name });
  for (const name of found) await announceDirectoryChange(tx, { subject: 'organization', name });
  // Last: it takes contents and counters that mail waits for.
  await queue.cancelOfOrganizations(tx, { organizationIds: found, by: cancelledBy });
}
