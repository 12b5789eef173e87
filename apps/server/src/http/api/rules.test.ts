import {
  memberRoles,
  resources,
  type Access,
  type MemberRole,
  type Permission,
  type ResourceRule,
} from '@smtpy/contract';
import { describe, expect, it } from 'vitest';
import { decideAccess, type Asking } from './rules.ts';

type Known = NonNullable<Asking['principal']>;

const session: Known = {
  isAdministrator: false,
  isSuspended: false,
  credential: { kind: 'session' },
};
const withKey = (scopes: (Known['credential'] & { kind: 'key' })['scopes']): Known => ({
  ...session,
  credential: { kind: 'key', scopes },
});
const as = (role: MemberRole) => ({ role, isOrganizationSuspended: false });
const decide = (access: Access, principal?: Known, membership?: Asking['membership']): string => {
  const decision = decideAccess(access, { principal, membership });
  return decision.kind === 'granted' ? 'granted' : decision.code;
};

const publicly: Access = { kind: 'public' };
const signedIn: Access = { kind: 'session' };
const own = (action: 'read' | 'write'): Access => ({ kind: 'user', action });
const operators = (action: 'read' | 'write'): Access => ({ kind: 'administrator', action });
const members = (permission: Permission): Access => ({ kind: 'member', permission });
const every = [
  publicly,
  signedIn,
  own('read'),
  own('write'),
  operators('read'),
  operators('write'),
  members('audit:read'),
];

describe('who is not signed in', () => {
  it.each(every)('$kind', (access) => {
    expect(decide(access)).toBe(access.kind === 'public' ? 'granted' : 'unauthenticated');
  });
});

describe('who is suspended', () => {
  it.each(every)('$kind', (access) => {
    const principal = { ...session, isSuspended: true, isAdministrator: true };
    expect(decide(access, principal, as('owner'))).toBe(
      access.kind === 'public' ? 'granted' : 'account_suspended',
    );
  });

  it('a member of a suspended organization', () => {
    const membership = { role: 'owner', isOrganizationSuspended: true } as const;
    expect(decide(members('members:read'), session, membership)).toBe('account_suspended');
    expect(decide(own('write'), session, membership)).toBe('granted');
  });
});

describe('what asks for a signed-in person', () => {
  it.each([
    ['a session', session, 'granted'],
    ['a key that may everything', withKey(undefined), 'session_required'],
    ['an administrator’s key', { ...withKey(undefined), isAdministrator: true }, 'session_required'],
  ] as const)('%s', (_name, principal, wanted) => {
    expect(decide(signedIn, principal)).toBe(wanted);
  });
});

describe('what concerns the person', () => {
  it.each([
    ['a session', session, 'granted', 'granted'],
    ['a key without a list', withKey(undefined), 'granted', 'granted'],
    ['a key for nothing', withKey([]), 'scope_insufficient', 'scope_insufficient'],
    ['a key for reading', withKey(['account:read']), 'granted', 'scope_insufficient'],
    ['a key for writing', withKey(['account:write']), 'granted', 'granted'],
    ['a key for other things', withKey(['members:write']), 'scope_insufficient', 'scope_insufficient'],
  ] as const)('%s', (_name, principal, read, write) => {
    expect(decide(own('read'), principal)).toBe(read);
    expect(decide(own('write'), principal)).toBe(write);
  });
});

describe('what is the operator’s', () => {
  const administrator = { ...session, isAdministrator: true };
  const key = (scopes: Parameters<typeof withKey>[0]) => ({ ...withKey(scopes), isAdministrator: true });
  it.each([
    ['a person', session, 'role_insufficient', 'role_insufficient'],
    [
      'a person’s key that says otherwise',
      withKey(['administration:write']),
      'role_insufficient',
      'role_insufficient',
    ],
    ['an administrator', administrator, 'granted', 'granted'],
    ['a key without a list', key(undefined), 'granted', 'granted'],
    ['a key for reading', key(['administration:read']), 'granted', 'scope_insufficient'],
    ['a key for writing', key(['administration:write']), 'granted', 'granted'],
    ['a key for the account', key(['account:write']), 'scope_insufficient', 'scope_insufficient'],
  ] as const)('%s', (_name, principal, read, write) => {
    expect(decide(operators('read'), principal, as('owner'))).toBe(read);
    expect(decide(operators('write'), principal, as('owner'))).toBe(write);
  });
});

describe('what is an organization’s', () => {
  const permissions = Object.entries<ResourceRule>(resources).flatMap(([resource, rule]) =>
    (['read', 'write'] as const).flatMap((action) => {
      const lowest = rule[action];
      return lowest === undefined ? [] : [{ permission: `${resource}:${action}` as Permission, lowest }];
    }),
  );

  it.each(permissions)('$permission is from $lowest on', ({ permission, lowest }) => {
    for (const [rank, role] of memberRoles.entries()) {
      const wanted = rank >= memberRoles.indexOf(lowest) ? 'granted' : 'role_insufficient';
      expect(decide(members(permission), session, as(role)), role).toBe(wanted);
      expect(decide(members(permission), withKey(undefined), as(role)), role).toBe(wanted);
      expect(decide(members(permission), withKey([permission]), as(role)), role).toBe(wanted);
    }
    expect(decide(members(permission), session)).toBe('not_found');
    expect(decide(members(permission), { ...session, isAdministrator: true })).toBe('not_found');
    expect(decide(members(permission), withKey([]), as('owner'))).toBe('scope_insufficient');
  });

  it('a key that may write may read, and not the other way round', () => {
    expect(decide(members('keys:read'), withKey(['keys:write']), as('owner'))).toBe('granted');
    expect(decide(members('keys:write'), withKey(['keys:read']), as('owner'))).toBe('scope_insufficient');
    expect(decide(members('audit:read'), withKey(['members:write']), as('owner'))).toBe('scope_insufficient');
  });
});
