import { describe, expect, it } from 'vitest';
import { scopeRows, toScopes } from './scope-choice.ts';

const levelsOf = (resource: string, ...who: Parameters<typeof scopeRows>) =>
  scopeRows(...who).find((row) => row.resource === resource)?.levels;

describe('scopeRows', () => {
  it('offers no more than the role may', () => {
    expect(levelsOf('domains', 'member', false)).toEqual(['none', 'read']);
    expect(levelsOf('domains', 'admin', false)).toEqual(['none', 'read', 'write']);
    expect(levelsOf('webhooks', 'member', false)).toBeUndefined();
    expect(levelsOf('ownership', 'owner', false)).toEqual(['none', 'write']);
    expect(levelsOf('account', 'viewer', false)).toEqual(['none', 'read', 'write']);
  });

  it('offers administration to administrators alone', () => {
    expect(levelsOf('administration', 'owner', false)).toBeUndefined();
    expect(levelsOf('administration', 'member', true)).toEqual(['none', 'read', 'write']);
  });
});

describe('toScopes', () => {
  it('names each kind once', () => {
    expect(toScopes({ aliases: 'write', domains: 'read', rules: 'none' })).toEqual([
      'domains:read',
      'aliases:write',
    ]);
  });
});
