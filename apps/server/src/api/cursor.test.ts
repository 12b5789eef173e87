import { describe, expect, it } from 'vitest';
import { pageAfter, parseCursor } from './index.ts';

const id = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
const cursorOf = (json: string): string => Buffer.from(json).toString('base64url');

describe('parseCursor', () => {
  it('reads what a page gave', () => {
    const rows = [['Ünal 👋', 7, null, id], ['last']];
    const { nextCursor } = pageAfter(rows, { limit: 1, keysOf: (row) => row });
    expect(parseCursor(nextCursor ?? undefined, 4)).toEqual(rows[0]);
  });

  it.each([
    ['half of a surrogate pair', cursorOf(String.raw`["\ud800","${id}"]`)],
    ['the other half', cursorOf(String.raw`["a\udc00","${id}"]`)],
    ['NUL', cursorOf(String.raw`["\u0000","${id}"]`)],
    ['a list', cursorOf(`[["a"],"${id}"]`)],
    ['an object', cursorOf(`[{},"${id}"]`)],
    ['true', cursorOf(`[true,"${id}"]`)],
    ['one key', cursorOf(`["${id}"]`)],
    ['three keys', cursorOf(`["a","b","${id}"]`)],
    ['no JSON', cursorOf('[')],
    ['no list', cursorOf('"ab"')],
  ])('refuses %s', (_name, cursor) => {
    expect(() => parseCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
