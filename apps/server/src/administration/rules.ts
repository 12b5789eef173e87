import type { Administrators } from '../accounts/index.ts';
import type { AuditAction } from '@smtpy/contract';
import type { JsonObject } from '../audit/index.ts';
import type { ChangeUser, ListedUser, UserRefusal } from './user.ts';

/** Something that happens to a user, as the log tells of it. */
export interface UserStep {
  readonly action: AuditAction;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** What changing a user comes to: the steps in their order (none: it is so already), or why not. */
export type UserPlan = { readonly kind: 'planned'; readonly steps: readonly UserStep[] } | UserRefusal;

const refusals: Readonly<Record<UserRefusal['kind'], string>> = {
  own_account:
    'Nobody suspends, erases or unmakes himself here. Another administrator can, and so can the command line',
  last_administrator:
    'This is the last administrator who is not suspended. Make somebody else an administrator first',
};

/** A refusal with its sentence. */
export function refuse(kind: UserRefusal['kind']): UserRefusal {
  return { kind, reason: refusals[kind] };
}

/** Why a user cannot be taken out of those who run the installation; undefined: nothing speaks against it. */
export function findObstacle(
  userId: string,
  { activeIds }: Administrators,
  actorUserId: string | undefined,
): UserRefusal | undefined {
  if (userId === actorUserId) return refuse('own_account');
  const isLast = activeIds.includes(userId) && activeIds.length === 1;
  return isLast ? refuse('last_administrator') : undefined;
}

/** What the change comes to. The administrators must not change until it is written. */
export function planUserChange(
  user: ListedUser,
  change: Omit<ChangeUser, 'userId'>,
  administrators: Administrators,
): UserPlan {
  const isTakingAway =
    change.suspension?.kind === 'suspend' || (change.isAdministrator === false && user.isAdministrator);
  const obstacle = isTakingAway ? findObstacle(user.id, administrators, change.actor.userId) : undefined;
  if (obstacle !== undefined) return obstacle;
  return {
    kind: 'planned',
    steps: [
      ...administrationSteps(user, change),
      ...suspensionSteps(user, change),
      ...emailSteps(user, change),
    ],
  };
}

function administrationSteps(
  user: ListedUser,
  { isAdministrator }: Pick<ChangeUser, 'isAdministrator'>,
): readonly UserStep[] {
  if (isAdministrator === undefined || isAdministrator === user.isAdministrator) return [];
  return [
    {
      action: isAdministrator ? 'user.made_administrator' : 'user.unmade_administrator',
      before: { is_administrator: user.isAdministrator },
      after: { is_administrator: isAdministrator },
    },
  ];
}

/** Suspending again changes the reason alone, and only where one is given. */
function suspensionSteps(
  user: ListedUser,
  { suspension }: Pick<ChangeUser, 'suspension'>,
): readonly UserStep[] {
  const isSuspended = user.suspendedAt !== undefined;
  const before = { is_suspended: isSuspended, reason: user.suspendedReason };
  if (suspension?.kind === 'resume')
    return isSuspended ? [{ action: 'user.resumed', before, after: { is_suspended: false } }] : [];
  if (suspension === undefined) return [];
  const isSame = suspension.reason === undefined || suspension.reason === user.suspendedReason;
  if (isSuspended && isSame) return [];
  return [{ action: 'user.suspended', before, after: { is_suspended: true, reason: suspension.reason } }];
}

function emailSteps(
  user: ListedUser,
  { isEmailVerified }: Pick<ChangeUser, 'isEmailVerified'>,
): readonly UserStep[] {
  if (isEmailVerified !== true || user.isEmailVerified) return [];
  return [
    {
      action: 'user.email_verified',
      before: { is_email_verified: false },
      after: { is_email_verified: true },
    },
  ];
}
