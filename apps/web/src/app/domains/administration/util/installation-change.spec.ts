import { describe, expect, it } from 'vitest';
import { changeOfInstallation, formOfInstallation } from './installation-change.ts';

const value = {
  registration: 'invitation',
  organizations_per_user: 10,
  members_per_organization: 100,
  keys_per_member: 50,
  service_domain: null,
} as const;

describe('changeOfInstallation', () => {
  it('is nothing for the form as it was filled', () => {
    expect(changeOfInstallation(value, formOfInstallation(value))).toEqual({});
  });

  it('names what differs, no domain as null', () => {
    const form = { ...formOfInstallation(value), registration: 'closed' as const };
    expect(changeOfInstallation(value, form)).toEqual({ registration: 'closed' });
    const withDomain = { ...value, service_domain: 'mail.example' };
    expect(changeOfInstallation(value, { ...form, ...withDomain, service_domain: ' mail.example ' })).toEqual(
      {
        service_domain: 'mail.example',
      },
    );
    expect(
      changeOfInstallation(withDomain, { ...formOfInstallation(withDomain), service_domain: '' }),
    ).toEqual({
      service_domain: null,
    });
  });
});
