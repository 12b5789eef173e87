import { expect, it } from 'vitest';
import { readReversePath } from './sender-address.ts';

it.each([
  ['', ''],
  ['jane@Sender.Example', 'jane@sender.example'],
  ['"john doe"@sender.example', '"john doe"@sender.example'],
  ['jane@bücher.example', 'jane@xn--bcher-kva.example'],
  ['user.@sender.example', '"user."@sender.example'],
  ['printer@[192.0.2.1]', 'printer@[192.0.2.1]'],
])('%j', (path, expected) => {
  expect(readReversePath(path)).toBe(expected);
});

it.each(['jane', '@sender.example', 'jane@', 'jane@a..b', 'a@b@c.example', `${'a'.repeat(300)}@b.example`])(
  '%j is none',
  (path) => {
    expect(readReversePath(path)).toBeUndefined();
  },
);
