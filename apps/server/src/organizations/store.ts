import type { Queryable, Tx } from '../db/index.ts';
import type { PrivacyLevel } from '../queue/index.ts';
import type { ChangeSettings, OrganizationSettings } from './settings.ts';

interface SettingsRow {
  readonly privacy_level: PrivacyLevel;
  readonly retention_days: number | null;
  readonly wants_digest: boolean;
}

const columns = 'privacy_level, retention_days, wants_digest';

function settingsOf(row: SettingsRow | undefined): OrganizationSettings {
  return {
    privacyLevel: row?.privacy_level ?? 'full',
    retentionDays: row?.retention_days ?? undefined,
    wantsDigest: row?.wants_digest ?? true,
  };
}

/** The settings of an organization, or the defaults. */
export async function findSettings(db: Queryable, organizationId: string): Promise<OrganizationSettings> {
  const [row] = await db.query<SettingsRow>({
    name: 'organization-settings',
    text: `select ${columns} from organization_settings where organization_id = $1`,
    params: [organizationId],
  });
  return settingsOf(row);
}

/** Whether there is such an organization; it stays until `tx` ends. */
export async function hasOrganization(tx: Tx, organizationId: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from auth.organization where id = $1 for key share',
    params: [organizationId],
  });
  return rows.length > 0;
}

/** Writes what is given over what is there or the defaults; gives the whole. */
export async function saveSettings(tx: Tx, change: ChangeSettings): Promise<OrganizationSettings> {
  const { organizationId, privacyLevel, retentionDays, wantsDigest } = change;
  const [row] = await tx.query<SettingsRow>({
    text: `insert into organization_settings as s (organization_id, privacy_level, retention_days, wants_digest)
      values ($1, coalesce($2, 'full'), $3, coalesce($5, true))
      on conflict (organization_id) do update set privacy_level = coalesce($2, s.privacy_level),
        retention_days = case when $4 then $3 else s.retention_days end, wants_digest = coalesce($5, s.wants_digest)
      returning ${columns}`,
    params: [
      organizationId,
      privacyLevel ?? null,
      retentionDays ?? null,
      retentionDays !== undefined,
      wantsDigest ?? null,
    ],
  });
  return settingsOf(row);
}
