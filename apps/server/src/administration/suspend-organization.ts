import { isUuid, type Tx } from '../db/index.ts';
import { resumeDomainsOf, suspendDomainsOf } from '../domains/index.ts';
import { announceOrganizationChange } from '../organizations/index.ts';
import type { AdministrationDependencies } from './dependencies.ts';
import type { ChangeSuspension, ChangeSuspensionResult } from './organization.ts';
import {
  findOrganizationForChange,
  findShownOrganization,
  markOrganizationResumed,
  markOrganizationSuspended,
  type SuspensionState,
} from './organization-store.ts';

/** Suspends an organization with its domains, or ends that, with the log, in one transaction. */
export async function changeSuspension(
  { db, audit }: Pick<AdministrationDependencies, 'db' | 'audit'>,
  change: ChangeSuspension,
): Promise<ChangeSuspensionResult> {
  const { organizationId } = change;
  if (!isUuid(organizationId)) return { kind: 'not_found' };
  return db.transaction(async (tx): Promise<ChangeSuspensionResult> => {
    if (!(await changeSuspensionIn(tx, audit, change))) return { kind: 'not_found' };
    const organization = await findShownOrganization(tx, organizationId);
    return organization === undefined ? { kind: 'not_found' } : { kind: 'changed', organization };
  });
}

/** The same, as part of something larger; false: there is no such organization. */
export async function changeSuspensionIn(
  tx: Tx,
  audit: AdministrationDependencies['audit'],
  change: ChangeSuspension,
): Promise<boolean> {
  const before = await findOrganizationForChange(tx, change.organizationId);
  if (before === undefined) return false;
  if (hasEffect(before, change)) await carryOut(tx, audit, { before, change });
  return true;
}

/** Suspending again changes the reason alone, and only where another one is given. */
function hasEffect(before: SuspensionState, { suspension }: ChangeSuspension): boolean {
  if (suspension.kind === 'resume') return before.isSuspended;
  return !before.isSuspended || (suspension.reason !== undefined && suspension.reason !== before.reason);
}

async function carryOut(
  tx: Tx,
  audit: AdministrationDependencies['audit'],
  { before, change }: { readonly before: SuspensionState; readonly change: ChangeSuspension },
): Promise<void> {
  const { organizationId, suspension, actor } = change;
  const isSuspending = suspension.kind === 'suspend';
  if (isSuspending) {
    await markOrganizationSuspended(tx, { organizationId, reason: suspension.reason });
    await suspendDomainsOf(tx, organizationId);
  } else {
    await markOrganizationResumed(tx, organizationId);
    await resumeDomainsOf(tx, organizationId);
  }
  await announceOrganizationChange(tx, organizationId);
  // Of no organization: its members would read the operator's address and reasons.
  await audit.record(tx, {
    action: isSuspending ? 'organization.suspended' : 'organization.resumed',
    actor,
    subject: { kind: 'organization', id: organizationId, label: before.name },
    before: { is_suspended: before.isSuspended, reason: before.reason },
    after: { is_suspended: isSuspending, reason: isSuspending ? suspension.reason : undefined },
  });
}
