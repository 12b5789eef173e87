import type { Operation } from '@smtpy/contract';
import { ApiError, type Caller, type MemberCaller, type Principal } from '../../api/index.ts';
import { actorOf, type RequestOrigin } from '../../audit/index.ts';
import type { ApiDependencies } from './dependencies.ts';
import { findOrganization } from './find-organization.ts';
import { findPrincipal } from './find-principal.ts';
import { decideAccess } from './rules.ts';
import type { HeaderField } from './limit-fields.ts';
import { takeLimits } from './take-limits.ts';

/** A request that may be read: who sent it is known, and it is not one too many. */
export interface Admitted {
  readonly caller: Caller | MemberCaller;
  readonly organizationId: string | undefined;
  /** What the caller is told of its limits. */
  readonly headers: readonly HeaderField[];
}

/** Decides about a request by its head alone, so that of others not even the body is read. Throws an {@link ApiError} for those. */
export async function admit(
  deps: Pick<ApiDependencies, 'sessions' | 'keys' | 'memberships' | 'limits'>,
  operation: Operation,
  arrival: RequestOrigin,
): Promise<Admitted> {
  const { ip } = arrival;
  const principal = await identify(deps, operation, arrival);
  const membership = await findOrganization(deps.memberships, {
    operation,
    principal,
    headers: arrival.headers,
  });
  const decision = decideAccess(operation.access, { principal, membership });
  const organizationId = membership?.organizationId;
  // What is refused counts too: who has no right to ask must not be free to ask without end.
  const headers = await takeLimits(deps.limits, operation, { principal, organizationId, ip });
  if (decision.kind === 'refused') throw new ApiError(decision.code, { headers });
  const caller: Caller = { principal, actor: actorOf(principal, arrival), ip };
  if (principal === undefined || membership === undefined) return { caller, organizationId, headers };
  const member: MemberCaller = {
    ...caller,
    principal,
    organizationId: membership.organizationId,
    role: membership.role,
  };
  return { caller: member, organizationId, headers };
}

/** Whether who was let in would be let in again: with the same cookie or key, to the same organization. Rejects when that cannot be said. */
export async function mayStill(
  deps: Pick<ApiDependencies, 'sessions' | 'keys' | 'memberships'>,
  operation: Operation,
  { headers, ip }: Pick<RequestOrigin, 'headers' | 'ip'>,
): Promise<boolean> {
  // Expected: the key has ended.
  try {
    const principal = await findPrincipal(deps, { headers, ip });
    const membership = await findOrganization(deps.memberships, { operation, principal, headers });
    return decideAccess(operation.access, { principal, membership }).kind === 'granted';
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** Who sent a request; keys that are none are counted for their network before they are refused. */
async function identify(
  deps: Pick<ApiDependencies, 'sessions' | 'keys' | 'limits'>,
  operation: Operation,
  arrival: RequestOrigin,
): Promise<Principal | undefined> {
  try {
    return await findPrincipal(deps, arrival);
  } catch (error) {
    // Expected: the key is unknown, expired or revoked.
    if (error instanceof ApiError) {
      const nobody = { principal: undefined, organizationId: undefined, ip: arrival.ip };
      await takeLimits(deps.limits, operation, nobody);
    }
    throw error;
  }
}
