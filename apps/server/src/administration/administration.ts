import { isUuid } from '../db/index.ts';
import type { InstallationSettings } from '../installation/index.ts';
import type { CancelResult, RetryResult } from '../queue/index.ts';
import { changeSettings, type ChangeSettings } from './change-settings.ts';
import { changeUser } from './change-user.ts';
import { deleteUser, type DeleteUser } from './delete-user.ts';
import { cancelDelivery, retryDelivery, type DeliveryRequest } from './deliveries.ts';
import type { AdministrationDependencies } from './dependencies.ts';
import { findDomains } from './domain-store.ts';
import { makeUser, type MakeUser, type MakeUserResult } from './make-user.ts';
import type {
  ChangeSuspension,
  ChangeSuspensionResult,
  ListAllDomains,
  ListedDomain,
  ListedOrganization,
  ListOrganizations,
  ShownOrganization,
} from './organization.ts';
import { findOrganizations, findShownOrganization } from './organization-store.ts';
import { changeSuspension } from './suspend-organization.ts';
import type {
  ChangeUser,
  ChangeUserResult,
  DeleteUserResult,
  ListedUser,
  ListUsers,
  ShownUser,
} from './user.ts';
import { findUsers } from './user-list-store.ts';
import { findShownUser } from './user-store.ts';

/** What the operator does. Who may is the caller's to check: here everybody is the operator. */
export interface Administration {
  /** Up to `limit` users behind the place that is named. */
  listUsers(request: ListUsers): Promise<readonly ListedUser[]>;
  findUser(userId: string): Promise<ShownUser | undefined>;
  /** Makes a user with a personal organization, whatever the settings say about registration. */
  makeUser(request: MakeUser): Promise<MakeUserResult>;
  /** Suspends, resumes, makes and unmakes administrators, vouches for addresses. What is so already is no fault. */
  changeUser(request: ChangeUser): Promise<ChangeUserResult>;
  /** Erases at once. */
  deleteUser(request: DeleteUser): Promise<DeleteUserResult>;
  listOrganizations(request: ListOrganizations): Promise<readonly ListedOrganization[]>;
  findOrganization(organizationId: string): Promise<ShownOrganization | undefined>;
  /** Suspends an organization with its mail, or ends that. What is so already is no fault. */
  changeSuspension(request: ChangeSuspension): Promise<ChangeSuspensionResult>;
  /** Of all organizations, by name. */
  listDomains(request: ListAllDomains): Promise<readonly ListedDomain[]>;
  retryDelivery(request: DeliveryRequest): Promise<RetryResult>;
  cancelDelivery(request: DeliveryRequest): Promise<CancelResult>;
  /** Gives the whole as it is afterwards. */
  changeSettings(request: ChangeSettings): Promise<InstallationSettings>;
}

/** Administration on a database. */
export function createAdministration(dependencies: AdministrationDependencies): Administration {
  const { db } = dependencies;
  return {
    listUsers: (request) => findUsers(db, request),
    findUser: async (userId) => (isUuid(userId) ? findShownUser(db, userId) : undefined),
    makeUser: (request) => makeUser(dependencies, request),
    changeUser: (request) => changeUser(dependencies, request),
    deleteUser: (request) => deleteUser(dependencies, request),
    listOrganizations: (request) => findOrganizations(db, request),
    findOrganization: async (organizationId) =>
      isUuid(organizationId) ? findShownOrganization(db, organizationId) : undefined,
    changeSuspension: (request) => changeSuspension(dependencies, request),
    listDomains: (request) => findDomains(db, request),
    retryDelivery: (request) => retryDelivery(dependencies, request),
    cancelDelivery: (request) => cancelDelivery(dependencies, request),
    changeSettings: (request) => changeSettings(dependencies, request),
  };
}
