import { differenceOf, type Audit, type JsonObject } from '../audit/index.ts';
import { newId, type Db, type Tx } from '../db/index.ts';
import type { Installation } from '../installation/index.ts';
import { insertMember, lockOrganization, refuseOwner, type LockedOrganization } from '../members/index.ts';
import type { Clock } from '../observe/index.ts';
import { createOrganizationSettingsStore } from './organization-settings.ts';
import type {
  ChangeOrganization,
  ChangeOrganizationResult,
  CreateOrganization,
  CreateOrganizationResult,
  DeleteOrganization,
  DeleteOrganizationResult,
  ListedOrganization,
  OrganizationErasure,
  OrganizationRefusal,
} from './organization.ts';
import { findCreatedAt, insertOrganization, listOrganizations, updateName } from './organization-store.ts';
import type { OrganizationSettings, OrganizationSettingsStore } from './settings.ts';

/** What organizations need. */
export interface OrganizationsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly installation: Pick<Installation, 'load'>;
  readonly erasure: OrganizationErasure;
}

/** Organizations themselves. Whether somebody may is asked before: by the access rules of the API, or by nobody for the operator. */
export interface Organizations {
  /** Makes an organization with its owner. */
  create(input: CreateOrganization): Promise<CreateOrganizationResult>;
  /** What every member may know; undefined where there is no such organization. */
  find(
    organizationId: string,
  ): Promise<{ readonly createdAt: Date; readonly settings: OrganizationSettings } | undefined>;
  /** Changes name and settings together. */
  change(input: ChangeOrganization): Promise<ChangeOrganizationResult>;
  /** Deletes an organization with all that it has. Personal ones go with the account alone. */
  delete(input: DeleteOrganization): Promise<DeleteOrganizationResult>;
  /** In the order of their ids: all of the installation, or those of a person. */
  list(wanted: {
    readonly userId?: string | undefined;
    readonly limit: number;
    readonly afterId?: string | undefined;
  }): Promise<readonly ListedOrganization[]>;
}

/** Organizations on a database. */
export function createOrganizations(dependencies: OrganizationsDependencies): Organizations {
  const { db } = dependencies;
  const settings = createOrganizationSettingsStore({ db });
  return {
    create: (input) => create(dependencies, input),
    find: async (organizationId) => {
      const createdAt = await findCreatedAt(db, organizationId);
      return createdAt && { createdAt, settings: await settings.load(organizationId) };
    },
    change: (input) => change(dependencies, settings, input),
    delete: (input) => deleteOrganization(dependencies, input),
    list: (wanted) => listOrganizations(db, wanted),
  };
}

const notFound: OrganizationRefusal = { kind: 'not_found', reason: 'There is no such organization' };
const isForLife: OrganizationRefusal = {
  kind: 'personal_organization',
  reason: 'A personal organization is there for as long as the account is. Delete the account instead',
};

async function create(
  { db, clock, audit, installation }: OrganizationsDependencies,
  { userId, name, actor }: CreateOrganization,
): Promise<CreateOrganizationResult> {
  const { organizationsPerUser } = await installation.load();
  return db.transaction(async (tx): Promise<CreateOrganizationResult> => {
    const full = await refuseOwner(tx, { userId, organizationsPerUser });
    if (full !== undefined) return { kind: 'limit_reached', reason: full.reason };
    const now = clock.now();
    const id = newId(now);
    await insertOrganization(tx, { id, name, createdAt: now });
    await insertMember(tx, { id: newId(now), organizationId: id, userId, role: 'owner', joinedAt: now });
    const subject = { kind: 'organization', id, label: name };
    await audit.record(tx, {
      action: 'organization.created',
      actor,
      organizationId: id,
      subject,
      after: { name },
    });
    return {
      kind: 'created',
      organization: { id, name, isPersonal: false, isSuspended: false, role: 'owner', joinedAt: now },
    };
  });
}

/** The settings store joins the transaction. */
function change(
  { db, audit }: OrganizationsDependencies,
  settings: OrganizationSettingsStore,
  input: ChangeOrganization,
): Promise<ChangeOrganizationResult> {
  const { organizationId, actor, name } = input;
  return db.joinedTransaction(async (tx): Promise<ChangeOrganizationResult> => {
    const organization = await lockOrganization(tx, organizationId);
    if (organization === undefined) return notFound;
    const before = factsOf(organization, await settings.load(organizationId));
    const result = await settings.change(input);
    if (result.kind !== 'changed')
      throw new Error(`settings that were checked are refused: ${result.reason}`);
    if (name !== undefined) await updateName(tx, organizationId, name);
    const after = factsOf({ ...organization, name: name ?? organization.name }, result.settings);
    const subject = { kind: 'organization', id: organizationId, label: organization.name };
    const entry = { action: 'organization.changed', actor, organizationId, subject } as const;
    const difference = differenceOf(before, after);
    if (difference !== undefined) await audit.record(tx, { ...entry, ...difference });
    return { kind: 'changed' };
  });
}

function factsOf({ name }: LockedOrganization, settings: OrganizationSettings): JsonObject {
  return {
    name,
    privacy_level: settings.privacyLevel,
    retention_days: settings.retentionDays ?? null,
    wants_digest: settings.wantsDigest,
  };
}

function deleteOrganization(
  { db, audit, erasure }: OrganizationsDependencies,
  { organizationId, confirmName, actor }: DeleteOrganization,
): Promise<DeleteOrganizationResult> {
  return db.joinedTransaction(async (tx: Tx): Promise<DeleteOrganizationResult> => {
    const organization = await lockOrganization(tx, organizationId);
    if (organization === undefined) return notFound;
    if (organization.isPersonal) return isForLife;
    if (organization.name !== confirmName)
      return { kind: 'other_name', reason: 'The organization has another name' };
    await erasure.eraseOrganization(tx, organizationId, actor);
    // Under no organization: the log of the organization goes with it, and this has to stay for the operator and for who did it.
    await audit.record(tx, {
      action: 'organization.deleted',
      actor,
      subject: { kind: 'organization', id: organizationId, label: organization.name },
      before: { name: organization.name },
    });
    return { kind: 'deleted' };
  });
}
