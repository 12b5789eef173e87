import { lockAdministrators } from '../accounts/index.ts';
import type { Tx } from '../db/index.ts';
import { isUuid } from '../db/index.ts';
import type { AdministrationDependencies } from './dependencies.ts';
import { planUserChange, type UserStep } from './rules.ts';
import type { ChangeUser, ChangeUserResult, ListedUser } from './user.ts';
import { changeSuspensionIn } from './suspend-organization.ts';
import {
  findSharingSuspension,
  findShownUser,
  findUserForChange,
  markUserResumed,
  markUserSuspended,
  saveUser,
} from './user-store.ts';

type Dependencies = Pick<AdministrationDependencies, 'db' | 'audit' | 'authentication'>;

/**
 * Changes what the operator decides about a user, with the log, in one transaction. The personal organization is suspended and resumed with the
 * person: app passwords and links of it work without a session.
 */
export async function changeUser(dependencies: Dependencies, change: ChangeUser): Promise<ChangeUserResult> {
  if (!isUuid(change.userId)) return { kind: 'not_found' };
  // Joined: sessions end in the same transaction.
  return dependencies.db.joinedTransaction(async (tx): Promise<ChangeUserResult> => {
    const administrators = await lockAdministrators(tx);
    const user = await findUserForChange(tx, change.userId);
    if (user === undefined) return { kind: 'not_found' };
    const plan = planUserChange(user, change, administrators);
    if (plan.kind !== 'planned') return plan;
    if (plan.steps.length > 0) await carryOut(tx, dependencies, { user, change, steps: plan.steps });
    const shown = await findShownUser(tx, user.id);
    return shown === undefined ? { kind: 'not_found' } : { kind: 'changed', user: shown };
  });
}

async function carryOut(
  tx: Tx,
  dependencies: Dependencies,
  {
    user,
    change,
    steps,
  }: { readonly user: ListedUser; readonly change: ChangeUser; readonly steps: readonly UserStep[] },
): Promise<void> {
  const { isAdministrator, isEmailVerified, suspension, actor } = change;
  const { id: userId, email } = user;
  await saveUser(tx, { userId, isAdministrator, isEmailVerified });
  // Before the person is marked, while it shows who was suspended with whom.
  const organizationId = suspension === undefined ? undefined : await findSharingSuspension(tx, userId);
  if (suspension?.kind === 'resume') await markUserResumed(tx, userId);
  if (suspension?.kind === 'suspend') {
    await markUserSuspended(tx, { userId, reason: suspension.reason });
    await dependencies.authentication.endSessions({ userId }, actor);
  }
  if (suspension !== undefined && organizationId !== undefined)
    await changeSuspensionIn(tx, dependencies.audit, { organizationId, suspension, actor });
  for (const step of steps)
    await dependencies.audit.record(tx, {
      ...step,
      actor,
      subject: { kind: 'user', id: userId, label: email },
    });
}
