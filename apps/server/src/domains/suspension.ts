import type { Tx } from '../db/index.ts';
import { directoryChannel } from './directory-channel.ts';

/**
 * Suspends the domains of an organization for which mail is received: senders are told to try again later. A pending domain stays pending:
 * nothing shows that it is the organization's, so nothing must be done in its name. Part of the transaction that marks the organization as
 * suspended and has its row already, so that no check makes a domain active meanwhile.
 */
export async function suspendDomainsOf(tx: Tx, organizationId: string): Promise<void> {
  await changeAndAnnounce(tx, {
    assignments: `state_before_suspension = state, state = 'suspended'`,
    condition: `state in ('active', 'degraded')`,
    organizationId,
  });
}

/** Puts the domains that {@link suspendDomainsOf} suspended back to the state that they had. */
export async function resumeDomainsOf(tx: Tx, organizationId: string): Promise<void> {
  await changeAndAnnounce(tx, {
    assignments: 'state = state_before_suspension, state_before_suspension = null',
    condition: `state = 'suspended' and state_before_suspension is not null`,
    organizationId,
  });
}

/** An organization may have a thousand domains: one statement for all. */
async function changeAndAnnounce(
  tx: Tx,
  change: { readonly assignments: string; readonly condition: string; readonly organizationId: string },
): Promise<void> {
  await tx.query({
    text: `with changed as (
        update domains set ${change.assignments} where organization_id = $1 and ${change.condition} returning name
      )
      select pg_notify($2, 'domain ' || name) from changed`,
    params: [change.organizationId, directoryChannel],
  });
}
