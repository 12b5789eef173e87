import { makeField, parseAddress, type Address } from '@smtpy/mail';
import { expect, it } from 'vitest';
import { maskListLinks } from './list-links.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const alias = address('shop@alias.example');

it.each([
  // Only addresses are a way past the alias.
  ['<https://list.example/u?t=1>', '<https://list.example/u?t=1>'],
  ['<mailto:leave@list.example>', '<mailto:shop+leave=list.example@alias.example>'],
  [
    '<MAILTO:leave-1%2B2@list.example?subject=leave%201>, <https://list.example/u>',
    '<mailto:shop+leave-1+2=list.example@alias.example?subject=leave%201>, <https://list.example/u>',
  ],
  // Too long for a local part; further people; no single address.
  [`<mailto:${'a'.repeat(60)}@list.example>, <https://list.example/u>`, '<https://list.example/u>'],
  ['<mailto:a@list.example?cc=spy@evil.example>', undefined],
  ['<mailto:a@list.example,b@list.example>', undefined],
  ['NO (posting not allowed)', 'NO (posting not allowed)'],
  ['<mail\tto:a@list.example>', '<mailto:shop+a=list.example@alias.example>'],
])('%s', (value, masked) => {
  const field = maskListLinks(makeField('List-Unsubscribe', value), alias);
  expect(field?.raw.toString('latin1').replace(/\r\n[ \t]/gu, ' ')).toBe(
    masked === undefined ? undefined : `List-Unsubscribe: ${masked}\r\n`,
  );
});
