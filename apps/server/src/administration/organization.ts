import type { Actor } from '../api/index.ts';
import type { DomainState } from '../domains/index.ts';
import type { Suspension } from './user.ts';

/** An organization as the operator sees it. */
export interface ListedOrganization {
  readonly id: string;
  readonly name: string;
  readonly isPersonal: boolean;
  readonly createdAt: Date;
  /** Undefined: not suspended. */
  readonly suspendedAt: Date | undefined;
  readonly suspendedReason: string | undefined;
  readonly memberCount: number;
  readonly domainCount: number;
  /** Deleted ones excluded. */
  readonly aliasCount: number;
  readonly mailboxCount: number;
}

/** An organization with its owners. */
export interface ShownOrganization extends ListedOrganization {
  /** Those who are it longest first; at most 100. */
  readonly owners: readonly { readonly userId: string; readonly email: string }[];
}

/** Where a page of organizations begins and in which order it goes. */
export type OrganizationSort = 'name' | 'created' | '-created';

/** Which organizations. */
export interface ListOrganizations {
  /** A part of the name, in any case; no pattern. */
  readonly search?: string | undefined;
  readonly status?: 'active' | 'suspended' | undefined;
  readonly kind?: 'personal' | 'shared' | undefined;
  readonly sort: OrganizationSort;
  /** The last organization of the page before; the name counts where it is sorted by. */
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** What to do about an organization. */
export interface ChangeSuspension {
  readonly organizationId: string;
  readonly suspension: Suspension;
  readonly actor: Actor;
}

/** How that ended. */
export type ChangeSuspensionResult =
  { readonly kind: 'changed'; readonly organization: ShownOrganization } | { readonly kind: 'not_found' };

/** A domain as the operator sees it. */
export interface ListedDomain {
  readonly id: string;
  readonly number: number;
  readonly organizationId: string;
  readonly organizationName: string;
  /** A-labels, lower case. */
  readonly name: string;
  readonly state: DomainState;
  readonly createdAt: Date;
  readonly activatedAt: Date | undefined;
}

/** Which domains, by name. */
export interface ListAllDomains {
  /** A part of the name, in any case; no pattern. */
  readonly search?: string | undefined;
  readonly state?: DomainState | undefined;
  readonly organizationId?: string | undefined;
  /** The last domain of the page before; several organizations may wait for one name. */
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}
