import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AliasFilter } from './details.ts';
import { listStatement, type ListPart } from './list-store.ts';
import { indexesOf, openManyAliases, touched, type ManyAliases } from './testdata/many-aliases.ts';

let many: ManyAliases;
beforeAll(async () => {
  many = await openManyAliases(6_000);
}, 60_000);
afterAll(() => many[Symbol.asyncDispose]());

function page(filter: Partial<AliasFilter>, more: Partial<ListPart> = {}) {
  return listStatement({
    organizationId: many.organizationId,
    filter: { isInTrash: false, ...filter },
    deletedAfter: new Date(0),
    order: 'created_at',
    isDescending: true,
    part: 'all',
    after: undefined,
    limit: 51,
    ...more,
  });
}

const somewhere = { part: 'all', id: '01900000-0000-7000-8000-000000000000' } as const;

describe('a page of one organization among many', () => {
  it.each<[string, Partial<ListPart>, string]>([
    ['created_at', { order: 'created_at' }, 'aliases_by_creation'],
    [
      'created_at, further on',
      { order: 'created_at', after: { ...somewhere, key: '2026-01-01T00:30:00.000000Z' } },
      'aliases_by_creation',
    ],
    ['address', { order: 'address' }, 'aliases_by_address'],
    ['address, further on', { order: 'address', after: { ...somewhere, key: '8' } }, 'aliases_by_address'],
    ['name', { order: 'name', isDescending: false }, 'aliases_by_name'],
    ['last activity', { order: 'last_activity_at' }, 'alias_activity_by_time'],
    [
      'last activity, further on',
      { order: 'last_activity_at', after: { ...somewhere, key: '2090-01-01T00:00:00.000000Z' } },
      'alias_activity_by_time',
    ],
  ])('sorted by %s is read off its index', async (_name, more, index) => {
    const nodes = await many.explain(page({}, more));
    expect(indexesOf(nodes)).toContain(index);
    // The page once to find it and once to show it.
    expect(touched(nodes, 'aliases')).toBeLessThanOrEqual(2 * 52);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  });

  it('finds a rare word by trigrams of the organization alone', async () => {
    const nodes = await many.explain(page({ search: 'number 1234' }));
    expect(indexesOf(nodes)).toContain('aliases_search');
    // Every organization has such a note.
    expect(touched(nodes, 'aliases')).toBeLessThan(20);
  });

  it('finds nothing for a word that nobody has without looking at anybody', async () => {
    const nodes = await many.explain(page({ search: 'zzzyx' }));
    expect(touched(nodes, 'aliases')).toBeLessThan(20);
  });

  it('stops early where a word is everywhere', async () => {
    const nodes = await many.explain(page({ search: 'shop number' }));
    expect(touched(nodes, 'aliases')).toBeLessThanOrEqual(2 * 6_000);
  });

  it('finds a tag by its index', async () => {
    const nodes = await many.explain(page({ tag: 'tag1400' }));
    expect(indexesOf(nodes)).toContain('aliases_tags');
    expect(touched(nodes, 'aliases')).toBeLessThan(10);
  });

  it('finds pinned ones without the others', async () => {
    const nodes = await many.explain(page({}, { part: 'pinned' }));
    expect(indexesOf(nodes)).toContain('aliases_pinned');
    expect(touched(nodes, 'aliases')).toBeLessThanOrEqual(2 * 6);
  });
});
