import { describe, expect, it } from 'vitest';
import { canRemove, rolesToGive, rolesToInvite } from './roles.ts';

describe('rolesToGive', () => {
  it('lets an owner give every role', () => {
    expect(rolesToGive({ own: 'owner', target: 'viewer', isSelf: false })).toEqual([
      'owner',
      'admin',
      'member',
      'viewer',
    ]);
  });

  it('lets an admin change those below, up to admin', () => {
    expect(rolesToGive({ own: 'admin', target: 'member', isSelf: false })).toEqual([
      'admin',
      'member',
      'viewer',
    ]);
    expect(rolesToGive({ own: 'admin', target: 'admin', isSelf: false })).toEqual(['admin']);
    expect(rolesToGive({ own: 'admin', target: 'owner', isSelf: false })).toEqual(['owner']);
  });

  it('lets admins lower themselves, and members nothing', () => {
    expect(rolesToGive({ own: 'admin', target: 'admin', isSelf: true })).toHaveLength(3);
    expect(rolesToGive({ own: 'member', target: 'member', isSelf: true })).toEqual(['member']);
  });
});

describe('canRemove', () => {
  it.each([
    ['owner', 'owner', false, true],
    ['owner', 'owner', true, false],
    ['admin', 'member', false, true],
    ['admin', 'admin', false, false],
    ['member', 'viewer', false, false],
  ] as const)('%s removes %s (self %s): %s', (own, target, isSelf, expected) => {
    expect(canRemove({ own, target, isSelf })).toBe(expected);
  });
});

describe('rolesToInvite', () => {
  it('stops at the own role', () => {
    expect(rolesToInvite('admin')).toEqual(['viewer', 'member', 'admin']);
  });
});
