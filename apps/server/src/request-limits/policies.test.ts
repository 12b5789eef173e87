import { describe, expect, it } from 'vitest';
import { policiesFor, type LimitedCaller } from './index.ts';

const rate = (count: number) => ({ count, windowMs: 60_000 });
const rates = {
  perKey: rate(1),
  perUser: rate(2),
  perOrganization: rate(3),
  perNetwork: rate(4),
};
const nobody: LimitedCaller = { principal: undefined, organizationId: undefined, ip: '192.0.2.7' };
const session: LimitedCaller = {
  principal: { userId: 'u', credential: { kind: 'session', sessionId: 's', startedAt: new Date(0) } },
  organizationId: 'o',
  ip: '192.0.2.7',
};
const key: LimitedCaller = {
  ...session,
  principal: {
    userId: 'u',
    credential: { kind: 'key', keyId: 'k', scopes: undefined, organizationId: 'o' },
  },
};
const names = (...[operation, caller, given = rates]: [object, LimitedCaller, typeof rates?]) =>
  policiesFor(given, operation, caller).map(({ policy }) => policy);

describe('policiesFor', () => {
  it('limits by what is known of the caller', () => {
    expect(names({}, nobody)).toEqual(['network']);
    expect(names({}, session)).toEqual(['user', 'organization']);
    expect(names({}, key)).toEqual(['key', 'user', 'organization']);
  });

  it('limits more what can be guessed, writes mail or is dear', () => {
    expect(names({ limit: 'sign_in' }, nobody)).toEqual(['network', 'sign_in_network']);
    expect(names({ limit: 'sign_in' }, session)).toEqual([
      'user',
      'sign_in_user',
      'organization',
      'sign_in_network',
    ]);
    expect(names({ limit: 'mail_sending' }, session)).toContain('mail_sending_organization');
    expect(names({ limit: 'expensive' }, key)).toContain('expensive_user');
  });

  it('limits nothing of a kind of subject that is switched off', () => {
    const off = { perKey: undefined, perUser: undefined, perOrganization: undefined, perNetwork: undefined };
    for (const limit of ['ordinary', 'sign_in', 'mail_sending', 'expensive'])
      for (const caller of [nobody, session, key])
        expect(policiesFor(off, { limit } as never, caller)).toEqual([]);
  });

  it('takes the neighbours of an address for one, and the parts of different subjects for different', () => {
    const bucket = (ip: string) => policiesFor(rates, {}, { ...nobody, ip })[0]?.bucket;
    expect(bucket('192.0.2.200')).toBe(bucket('192.0.2.7'));
    expect(bucket('::ffff:192.0.2.7')).toBe(bucket('192.0.2.7'));
    expect(bucket('192.0.3.7')).not.toBe(bucket('192.0.2.7'));
    expect(bucket('2001:db8::1')).toBe(bucket('2001:db8::ffff:1'));
    const buckets = policiesFor(rates, { limit: 'sign_in' }, key).map((use) => use.bucket);
    expect(new Set(buckets).size).toBe(buckets.length);
  });
});
