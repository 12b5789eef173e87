import { describe, expect, it } from 'vitest';
import {
  countFilters,
  isNarrowed,
  noAliasFilter,
  parseAliasFilter,
  parseAliasOrder,
  readAliasFilter,
  toAliasQuery,
} from './alias-filter.ts';

const domain = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a021';

describe('parseAliasFilter', () => {
  it('takes what the API knows', () => {
    const filter = { ...noAliasFilter, search: 'shop', state: 'off', domain, tag: 'a', pinned: '1' };
    expect(parseAliasFilter(filter, false)).toEqual({
      search: 'shop',
      is_enabled: false,
      domain_id: domain,
      tag: 'a',
      is_pinned: true,
      in_trash: false,
    });
  });

  it('leaves out what the API would refuse', () => {
    const filter = { ...noAliasFilter, state: 'maybe', domain: 'x', mailbox: '1', mode: 'fast', tag: 'a,b' };
    expect(readAliasFilter(filter)).toEqual(noAliasFilter);
    expect(parseAliasFilter(readAliasFilter(filter), true)).toEqual({ in_trash: true });
    const known = { ...noAliasFilter, state: 'on', domain, mode: 'rewrite' };
    expect(readAliasFilter(known)).toEqual(known);
  });
});

describe('toAliasQuery', () => {
  it('writes flags as text, and nothing for what is not asked for', () => {
    expect(toAliasQuery({ ...noAliasFilter, state: 'on', origin: 'catch_all' }, false)).toEqual({
      is_enabled: 'true',
      origin: 'catch_all',
    });
    expect(toAliasQuery(noAliasFilter, true)).toEqual({ in_trash: 'true' });
  });
});

describe('the order', () => {
  it('is the newest first where the address says nothing that is known', () => {
    expect(parseAliasOrder('')).toBe('-created_at');
    expect(parseAliasOrder('size')).toBe('-created_at');
    expect(parseAliasOrder('-address')).toBe('-address');
  });
});

describe('what narrows', () => {
  it('counts the search apart from the filters', () => {
    expect(isNarrowed(noAliasFilter)).toBe(false);
    const filter = { ...noAliasFilter, search: 'x', tag: 'y' };
    expect(isNarrowed(filter)).toBe(true);
    expect(countFilters(filter)).toBe(1);
  });
});
