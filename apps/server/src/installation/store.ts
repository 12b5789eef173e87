import {
  installationSettings,
  type InstallationSettingsBody,
  type InstallationSettingsChange,
} from '@smtpy/contract';
import type { Queryable, Tx } from '../db/index.ts';

/** Unknown names are left out: a newer node may have written them. */
const storedSettings = installationSettings.partial();

/** What was ever set. Rejects for what no operator can have written. */
export async function findStoredSettings(db: Queryable): Promise<InstallationSettingsChange> {
  const [row] = await db.query<{ readonly settings: unknown }>({
    name: 'installation-settings',
    text: 'select settings from installation_settings',
  });
  return storedSettings.parse(row?.settings ?? {});
}

/** Makes other changes wait until `tx` ends. */
export async function lockSettings(tx: Tx): Promise<void> {
  await tx.query({
    text: `insert into installation_settings (settings) values ('{}') on conflict do nothing`,
  });
  await tx.query({ text: 'select 1 from installation_settings for update' });
}

/** Writes what is given over what is there; the row has to be locked. */
export async function saveSettings(tx: Tx, settings: Partial<InstallationSettingsBody>): Promise<void> {
  await tx.query({
    text: 'update installation_settings set settings = settings || $1::jsonb, updated_at = now()',
    params: [JSON.stringify(settings)],
  });
}
