import { expect, it } from 'vitest';
import { pageJson, snakeCased } from './json.ts';

it('writes keys in snake_case at every depth, and leaves values and instants alone', () => {
  const at = new Date(0);
  const value = {
    headerFrom: 'A.B',
    dkim: [{ isAligned: true, at }],
    spf: { result: 'pass' },
    none: null,
    already_so: 1,
  };
  expect(snakeCased(value)).toEqual({
    header_from: 'A.B',
    dkim: [{ is_aligned: true, at }],
    spf: { result: 'pass' },
    none: null,
    already_so: 1,
  });
});

it('gives a cursor where a page is full', () => {
  const items = [{ id: 'a' }, { id: 'b' }];
  const toJson = ({ id }: { readonly id: string }) => ({ name: id });
  expect(pageJson(items, { limit: 2, toJson })).toEqual({
    items: [{ name: 'a' }, { name: 'b' }],
    next_cursor: 'b',
  });
  expect(pageJson(items, { limit: 3, toJson })).toEqual({
    items: [{ name: 'a' }, { name: 'b' }],
    next_cursor: null,
  });
});
