import type {
  AdministrationDelivery,
  AdministrationDomain,
  AdministrationOrganization,
  AdministrationOrganizationDetails,
  AdministrationUser,
  AdministrationUserDetails,
  QueueOverview,
} from '@smtpy/contract';
import type { ListedDelivery, QueueStats } from '../queue/index.ts';
import type { ListedDomain, ListedOrganization, ShownOrganization } from './organization.ts';
import type { ListedUser, ShownUser } from './user.ts';

/** A user in the form of the contract. */
export function formatUser(user: ListedUser): AdministrationUser {
  return {
    id: user.id,
    email: user.email,
    is_email_verified: user.isEmailVerified,
    username: user.username ?? null,
    name: user.name,
    is_administrator: user.isAdministrator,
    is_two_factor_enabled: user.isTwoFactorEnabled,
    created_at: user.createdAt.toISOString(),
    ...formatSuspension(user),
  };
}

/** A user with all there is to show. */
export function formatUserDetails(user: ShownUser): AdministrationUserDetails {
  return {
    ...formatUser(user),
    organizations: user.organizations.map(({ id, name, role, isPersonal, isSuspended }) => ({
      id,
      name,
      role,
      is_personal: isPersonal,
      is_suspended: isSuspended,
    })),
    session_count: user.sessionCount,
    passkey_count: user.passkeyCount,
    key_count: user.keyCount,
    erase_at: formatOptional(user.eraseAt),
  };
}

/** An organization in the form of the contract. */
export function formatOrganization(organization: ListedOrganization): AdministrationOrganization {
  return {
    id: organization.id,
    name: organization.name,
    is_personal: organization.isPersonal,
    created_at: organization.createdAt.toISOString(),
    ...formatSuspension(organization),
    member_count: organization.memberCount,
    domain_count: organization.domainCount,
    alias_count: organization.aliasCount,
    mailbox_count: organization.mailboxCount,
  };
}

/** An organization with its owners. */
export function formatOrganizationDetails(
  organization: ShownOrganization,
): AdministrationOrganizationDetails {
  const owners = organization.owners.map(({ userId, email }) => ({ user_id: userId, email }));
  return { ...formatOrganization(organization), owners };
}

/** A domain in the form of the contract. */
export function formatDomain(domain: ListedDomain): AdministrationDomain {
  return {
    id: domain.id,
    number: domain.number,
    organization_id: domain.organizationId,
    organization_name: domain.organizationName,
    name: domain.name,
    state: domain.state,
    created_at: domain.createdAt.toISOString(),
    activated_at: formatOptional(domain.activatedAt),
  };
}

/** What is in the queue, in the form of the contract. */
export function formatQueue({ states, oldestDueAt, queueKeys }: QueueStats): QueueOverview {
  return {
    states: states.map(({ state, count, oldestAt }) => ({
      state: unfinishedStateOf(state),
      count,
      oldest_at: oldestAt.toISOString(),
    })),
    oldest_due_at: formatOptional(oldestDueAt),
    destinations: queueKeys.map(({ queueKey, queued, deferred, oldestAt, nextAttemptAt }) => ({
      domain: queueKey,
      queued,
      deferred,
      oldest_at: oldestAt.toISOString(),
      next_attempt_at: nextAttemptAt.toISOString(),
    })),
  };
}

/**
 * A delivery in the form of the contract, without the address that it goes to. Recipients and reasons are stored as the organization lets them
 * be kept; where it lets not even a domain be kept, the recipient is `*` alone and the destination is withheld as well.
 */
export function formatDelivery(delivery: ListedDelivery): AdministrationDelivery {
  return {
    id: delivery.id,
    message_id: delivery.messageId,
    organization_id: delivery.organizationId,
    kind: delivery.kind,
    state: unfinishedStateOf(delivery.state),
    recipient: delivery.recipient,
    destination_domain: delivery.recipient === '*' ? null : delivery.queueKey,
    attempts: delivery.attempts,
    next_attempt_at: formatOptional(delivery.nextAttemptAt),
    created_at: delivery.createdAt.toISOString(),
    reason: delivery.reason ?? null,
  };
}

type UnfinishedState = AdministrationDelivery['state'];

const unfinishedStates: readonly string[] = [
  'queued',
  'sending',
  'deferred',
  'held',
] satisfies readonly UnfinishedState[];

function unfinishedStateOf(state: ListedDelivery['state']): UnfinishedState {
  if (!unfinishedStates.includes(state))
    throw new Error(`${state} is not the state of an unfinished delivery`);
  return state as UnfinishedState;
}

function formatSuspension({
  suspendedAt,
  suspendedReason,
}: {
  readonly suspendedAt: Date | undefined;
  readonly suspendedReason: string | undefined;
}): { readonly suspended_at: string | null; readonly suspended_reason: string | null } {
  return { suspended_at: formatOptional(suspendedAt), suspended_reason: suspendedReason ?? null };
}

function formatOptional(instant: Date | undefined): string | null {
  return instant?.toISOString() ?? null;
}
