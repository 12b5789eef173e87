import { describe, expect, it } from 'vitest';
import { listChanges } from './changes.ts';

describe('listChanges', () => {
  it('puts both sides of each name together', () => {
    expect(listChanges({ role: 'member', gone: 1 }, { role: 'admin', scopes: ['a', 'b'] })).toEqual([
      { name: 'role', before: 'member', after: 'admin' },
      { name: 'gone', before: '1', after: undefined },
      { name: 'scopes', before: undefined, after: 'a, b' },
    ]);
  });

  it('writes what is nested as JSON, and null as nothing', () => {
    expect(listChanges(null, { limit: null, of: { a: 1 }, tags: [] })).toEqual([
      { name: 'limit', before: undefined, after: undefined },
      { name: 'of', before: undefined, after: '{"a":1}' },
      { name: 'tags', before: undefined, after: '[]' },
    ]);
  });

  it('gives nothing where nothing changed', () => {
    expect(listChanges(null, null)).toEqual([]);
  });
});
