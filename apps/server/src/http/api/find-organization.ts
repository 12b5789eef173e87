import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from '@smtpy/contract';
import { ApiError, type Membership, type Principal } from '../../api/index.ts';
import { isUuid } from '../../db/index.ts';
import type { ApiDependencies } from './dependencies.ts';

/** Names the organization that a signed-in person means; lower case, as Node gives names. */
const organizationHeader = 'smtpy-organization';

/**
 * What the person is in the organization of the request: that of the key; for sessions the one that the header names, else the person's own.
 * Undefined where the operation concerns no organization, nobody is signed in, or the person is no member: what the header names is not
 * known to exist then.
 */
export async function findOrganization(
  { findMembership, findPersonal }: ApiDependencies['memberships'],
  {
    operation,
    principal,
    headers,
  }: {
    readonly operation: Operation;
    readonly principal: Principal | undefined;
    readonly headers: IncomingHttpHeaders;
  },
): Promise<Membership | undefined> {
  if (operation.access.kind !== 'member' || principal === undefined) return undefined;
  const { userId, credential } = principal;
  const named = parseOrganization(headers[organizationHeader]);
  if (credential.kind === 'key') {
    // A key is for one organization; a request that names another one is a mistake that must not reach the wrong data.
    if (named !== undefined && named !== credential.organizationId.toLowerCase()) return undefined;
    return findMembership(userId, credential.organizationId);
  }
  return named === undefined ? findPersonal(userId) : findMembership(userId, named);
}

function parseOrganization(value: string | readonly string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && isUuid(value)) return value.toLowerCase();
  const message = 'Give the id of one organization, or leave the header out.';
  throw new ApiError('invalid_request', { errors: [{ path: `headers.${organizationHeader}`, message }] });
}
