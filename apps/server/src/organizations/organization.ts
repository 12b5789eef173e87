import type { Actor } from '../api/index.ts';
import type { MyOrganization } from '../members/index.ts';
import type { Tx } from '../db/index.ts';
import type { ChangeSettings } from './settings.ts';

/** Who makes which organization. */
export interface CreateOrganization {
  /** Becomes the owner. */
  readonly userId: string;
  /** One line of 1 to 100 characters, trimmed. */
  readonly name: string;
  readonly actor: Actor;
}

/** What to change; what is undefined stays. */
export interface ChangeOrganization extends ChangeSettings {
  readonly name?: string | undefined;
  readonly actor: Actor;
}

/** What to delete. */
export interface DeleteOrganization {
  readonly organizationId: string;
  /** The name as it is written: nothing is deleted when it is another one. */
  readonly confirmName: string;
  readonly actor: Actor;
}

/** Why nothing was done: `kind` is the code of the API, `reason` a sentence. */
export interface OrganizationRefusal {
  readonly kind: 'not_found' | 'personal_organization' | 'limit_reached';
  readonly reason: string;
}

/** What making came to. */
export type CreateOrganizationResult =
  { readonly kind: 'created'; readonly organization: MyOrganization } | OrganizationRefusal;

/** What changing came to. */
export type ChangeOrganizationResult = { readonly kind: 'changed' } | OrganizationRefusal;

/** What deleting came to. */
export type DeleteOrganizationResult =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'other_name'; readonly reason: string }
  | OrganizationRefusal;

/** An organization in the operator's list. */
export interface ListedOrganization {
  readonly id: string;
  readonly name: string;
  readonly isPersonal: boolean;
  readonly isSuspended: boolean;
  readonly members: number;
  readonly createdAt: Date;
}

/** Deletes all that an organization has, everywhere, the organization itself at last; mail on its way is cancelled first. */
export interface OrganizationErasure {
  readonly eraseOrganization: (tx: Tx, organizationId: string, actor: Actor) => Promise<void>;
}
