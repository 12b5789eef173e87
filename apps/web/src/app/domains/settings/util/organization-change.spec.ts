import { describe, expect, it } from 'vitest';
import { changeOfOrganization, formOfOrganization } from './organization-change.ts';

const value = { name: 'Example', privacy_level: 'full', retention_days: null, wants_digest: true } as const;

describe('changeOfOrganization', () => {
  it('is nothing for the form as it was filled', () => {
    expect(changeOfOrganization(value, formOfOrganization(value))).toEqual({});
    const limited = { ...value, retention_days: 30 };
    expect(changeOfOrganization(limited, formOfOrganization(limited))).toEqual({});
  });

  it('names what differs', () => {
    const form = { ...formOfOrganization(value), name: ' Other ', isRetentionLimited: true };
    expect(changeOfOrganization(value, form)).toEqual({ name: 'Other', retention_days: 90 });
  });

  it('takes the limit away', () => {
    const limited = { ...value, retention_days: 30 };
    const form = { ...formOfOrganization(limited), isRetentionLimited: false };
    expect(changeOfOrganization(limited, form)).toEqual({ retention_days: null });
  });
});
