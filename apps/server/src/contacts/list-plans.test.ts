import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexesOf, openManyAliases, touched, type ManyAliases } from '../aliases/testdata/many-aliases.ts';
import { listStatement } from './list-store.ts';

let many: ManyAliases;
beforeAll(async () => {
  many = await openManyAliases(2_000);
}, 60_000);
afterAll(() => many[Symbol.asyncDispose]());

describe('a page of contacts', () => {
  const contacts = (more: object) =>
    listStatement({
      organizationId: many.organizationId,
      aliasId: undefined,
      search: undefined,
      order: 'created_at',
      isDescending: true,
      after: undefined,
      limit: 51,
      ...more,
    });

  it.each([
    ['created_at', {}, 'contacts_by_creation'],
    ['address', { order: 'address' }, 'contacts_by_address'],
  ])('sorted by %s is read off its index', async (_name, more, index) => {
    const nodes = await many.explain(contacts(more));
    expect(indexesOf(nodes)).toContain(index);
    expect(touched(nodes, 'contacts')).toBeLessThanOrEqual(51);
  });

  it('of one alias, or with a rare word, touches those alone', async () => {
    expect(touched(await many.explain(contacts({ aliasId: many.aliasId })), 'contacts')).toBe(1);
    expect(touched(await many.explain(contacts({ search: 'zzzyx' })), 'contacts')).toBeLessThan(5);
  });
});
