/** What an organization has that can be set. */
export interface OrganizationSettingsValue {
  readonly name: string;
  readonly privacy_level: 'full' | 'domain' | 'none';
  readonly retention_days: number | null;
  readonly wants_digest: boolean;
}

/** The same as a form has it. */
export interface OrganizationFormValue {
  name: string;
  privacy_level: 'full' | 'domain' | 'none';
  isRetentionLimited: boolean;
  retention_days: number;
  wants_digest: boolean;
}

/** What stands in the field of days while there is no limit. */
const usualDays = 90;

/** Fills the form. */
export function formOfOrganization(value: OrganizationSettingsValue): OrganizationFormValue {
  return {
    name: value.name,
    privacy_level: value.privacy_level,
    isRetentionLimited: value.retention_days !== null,
    retention_days: value.retention_days ?? usualDays,
    wants_digest: value.wants_digest,
  };
}

/** What the form says otherwise than what is there; nothing: it is the same. */
export function changeOfOrganization(
  value: OrganizationSettingsValue,
  form: OrganizationFormValue,
): Partial<OrganizationSettingsValue> {
  const days = form.isRetentionLimited ? form.retention_days : null;
  return {
    ...(form.name.trim() !== value.name && { name: form.name.trim() }),
    ...(form.privacy_level !== value.privacy_level && { privacy_level: form.privacy_level }),
    ...(days !== value.retention_days && { retention_days: days }),
    ...(form.wants_digest !== value.wants_digest && { wants_digest: form.wants_digest }),
  };
}
