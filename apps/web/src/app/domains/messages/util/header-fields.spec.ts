import { expect, it } from 'vitest';
import { findFields, readHeaderFields } from './header-fields.ts';

it('reads fields in their order, unfolded; lines that are none are left out', () => {
  const block =
    'Subject: one\r\n two\r\nnonsense\r\nX-Empty:\r\nReceived: from a\r\n\tby b; now: 1\r\n: nameless\r\n';
  expect(readHeaderFields(block)).toEqual([
    { name: 'Subject', value: 'one two' },
    { name: 'X-Empty', value: '' },
    { name: 'Received', value: 'from a\tby b; now: 1' },
  ]);
  expect(readHeaderFields('')).toEqual([]);
});

it('finds by name and value, in any case', () => {
  const fields = readHeaderFields('Subject: Order\nFrom: Ann\n');
  expect(findFields(fields, ' ORDER ')).toHaveLength(1);
  expect(findFields(fields, 'from')).toHaveLength(1);
  expect(findFields(fields, '')).toHaveLength(2);
});
