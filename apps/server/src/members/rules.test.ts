import { memberRoles, type MemberRole } from '@smtpy/contract';
import { describe, expect, it } from 'vitest';
import { decideInvitation, decideRemoval, decideRoleChange, decideTransfer } from './rules.ts';

const yes = 'allowed';
const no = 'role_insufficient';
const last = 'last_owner';

/** Who asks → the role that the member has → what is said to viewer, member, admin, owner as the next role. Another owner is there. */
const roleChanges: Readonly<Record<MemberRole, Readonly<Record<MemberRole, readonly string[]>>>> = {
  viewer: {
    viewer: [no, no, no, no],
    member: [no, no, no, no],
    admin: [no, no, no, no],
    owner: [no, no, no, no],
  },
  member: {
    viewer: [no, no, no, no],
    member: [no, no, no, no],
    admin: [no, no, no, no],
    owner: [no, no, no, no],
  },
  admin: {
    viewer: [yes, yes, yes, no],
    member: [yes, yes, yes, no],
    admin: [no, no, no, no],
    owner: [no, no, no, no],
  },
  owner: {
    viewer: [yes, yes, yes, yes],
    member: [yes, yes, yes, yes],
    admin: [yes, yes, yes, yes],
    owner: [yes, yes, yes, yes],
  },
};

/** The own role → what is said to each next one, with another owner and without. */
const ownChanges: Readonly<
  Record<MemberRole, { readonly two: readonly string[]; readonly one: readonly string[] }>
> = {
  viewer: { two: [yes, no, no, no], one: [yes, no, no, no] },
  member: { two: [yes, yes, no, no], one: [yes, yes, no, no] },
  admin: { two: [yes, yes, yes, no], one: [yes, yes, yes, no] },
  owner: { two: [yes, yes, yes, yes], one: [last, last, last, yes] },
};

/** Who asks → what is said to the removal of viewer, member, admin, owner. Another owner is there. */
const removals: Readonly<Record<MemberRole, readonly string[]>> = {
  viewer: [no, no, no, no],
  member: [no, no, no, no],
  admin: [yes, yes, no, no],
  owner: [yes, yes, yes, yes],
};

/** Who asks → what is said to an invitation as viewer, member, admin, owner. */
const invitations: Readonly<Record<MemberRole, readonly string[]>> = {
  viewer: [no, no, no, no],
  member: [no, no, no, no],
  admin: [yes, yes, yes, no],
  owner: [yes, yes, yes, yes],
};

const pairs = memberRoles.flatMap((by) => memberRoles.map((role) => ({ by, role })));
const shared = { isPersonal: false, owners: 2 };

describe('changing a role', () => {
  it.each(pairs)('of a $role, by a $by', ({ by, role }) => {
    const said = memberRoles.map(
      (next) => decideRoleChange({ ...shared, isSelf: false, by, role, next }).kind,
    );
    expect(said).toEqual(roleChanges[by][role]);
  });

  it.each(memberRoles)('of oneself, as %s', (role) => {
    const said = (owners: number) =>
      memberRoles.map(
        (next) => decideRoleChange({ isPersonal: false, owners, isSelf: true, by: role, role, next }).kind,
      );
    expect(said(2)).toEqual(ownChanges[role].two);
    expect(said(1)).toEqual(ownChanges[role].one);
  });

  it('keeps the last owner from other owners and the operator as well', () => {
    const change = { isPersonal: false, owners: 1, isSelf: false, by: 'owner', role: 'owner' } as const;
    expect(decideRoleChange({ ...change, next: 'admin' })).toEqual({ kind: last });
    expect(decideRoleChange({ ...change, next: 'owner' })).toEqual({ kind: yes });
  });
});

describe('ending a membership', () => {
  it.each(memberRoles)('of others, by a %s', (by) => {
    expect(memberRoles.map((role) => decideRemoval({ ...shared, isSelf: false, by, role }).kind)).toEqual(
      removals[by],
    );
  });

  it.each(memberRoles)('of oneself, as %s', (role) => {
    const said = (owners: number) =>
      decideRemoval({ isPersonal: false, owners, isSelf: true, by: role, role }).kind;
    expect(said(2)).toBe(yes);
    expect(said(1)).toBe(role === 'owner' ? last : yes);
  });
});

it.each(memberRoles)('invites as %s', (by) => {
  expect(memberRoles.map((role) => decideInvitation({ isPersonal: false, by, role }).kind)).toEqual(
    invitations[by],
  );
});

it('lets owners alone hand over', () => {
  const said = memberRoles.map((by) => decideTransfer({ by, isPersonal: false }).kind);
  expect(said).toEqual([no, no, no, yes]);
});

it.each(pairs)('leaves personal organizations as they are: $by and $role', ({ by, role }) => {
  for (const isSelf of [true, false]) {
    const situation = { by, role, isSelf, isPersonal: true, owners: 2 };
    const said = [
      decideRoleChange({ ...situation, next: 'owner' }),
      decideRemoval(situation),
      decideInvitation(situation),
      decideTransfer(situation),
    ];
    expect(new Set(said.map(({ kind }) => kind))).toEqual(new Set(['personal_organization']));
  }
});
