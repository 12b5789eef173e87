/** What the operator sets. */
export interface InstallationValue {
  readonly registration: 'open' | 'invitation' | 'closed';
  readonly organizations_per_user: number;
  readonly members_per_organization: number;
  readonly keys_per_member: number;
  readonly service_domain: string | null;
}

/** The same as a form has it: no domain is an empty text. */
export interface InstallationFormValue {
  registration: 'open' | 'invitation' | 'closed';
  organizations_per_user: number;
  members_per_organization: number;
  keys_per_member: number;
  service_domain: string;
}

/** Fills the form. */
export function formOfInstallation(value: InstallationValue): InstallationFormValue {
  return { ...value, service_domain: value.service_domain ?? '' };
}

/** What the form says otherwise than what is there; nothing: it is the same. */
export function changeOfInstallation(
  value: InstallationValue,
  form: InstallationFormValue,
): Partial<InstallationValue> {
  const domain = form.service_domain.trim();
  const wanted: InstallationValue = { ...form, service_domain: domain === '' ? null : domain };
  const names = Object.keys(value) as (keyof InstallationValue)[];
  return Object.fromEntries(
    names.filter((name) => wanted[name] !== value[name]).map((name) => [name, wanted[name]]),
  );
}
