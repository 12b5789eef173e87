import { isUuid, type Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { announceOrganizationChange, createOrganizationCache } from './organization-cache.ts';
import type {
  ChangeSettings,
  ChangeSettingsResult,
  OrganizationSettingsReader,
  OrganizationSettingsStore,
} from './settings.ts';
import { findSettings, hasOrganization, saveSettings } from './store.ts';

/** What the schema accepts as well. */
const maxRetentionDays = 3_650;

/** For programs that read once. */
export function createOrganizationSettingsStore({ db }: { readonly db: Db }): OrganizationSettingsStore {
  return {
    load: (organizationId) => findSettings(db, organizationId),
    change: (input) => change(db, input),
  };
}

/** For programs that read with every message; resolves once it hears of changes. */
export async function createOrganizationSettings({
  db,
  clock,
}: {
  readonly db: Db;
  readonly clock: Clock;
}): Promise<OrganizationSettingsReader> {
  const store = createOrganizationSettingsStore({ db });
  const cache = await createOrganizationCache({ db, clock, load: store.load });
  return {
    ...store,
    load: (organizationId) => cache.get(organizationId),
    [Symbol.asyncDispose]: () => cache[Symbol.asyncDispose](),
  };
}

async function change(db: Db, input: ChangeSettings): Promise<ChangeSettingsResult> {
  const { organizationId, retentionDays } = input;
  if (!isRetention(retentionDays))
    return { kind: 'invalid_retention', reason: `Mail is kept for 1 to ${maxRetentionDays} days` };
  return db.transaction(async (tx): Promise<ChangeSettingsResult> => {
    if (!isUuid(organizationId) || !(await hasOrganization(tx, organizationId)))
      return { kind: 'unknown_organization', reason: 'There is no such organization' };
    const settings = await saveSettings(tx, input);
    await announceOrganizationChange(tx, organizationId);
    return { kind: 'changed', settings };
  });
}

function isRetention(days: number | null | undefined): boolean {
  return (
    days === null || days === undefined || (Number.isInteger(days) && days >= 1 && days <= maxRetentionDays)
  );
}
