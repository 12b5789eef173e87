import { expect, it } from 'vitest';
import { toAddress } from '../testdata/entries.ts';
import { findRelayForm } from './relay-form.ts';

it.each([
  ['victim%elsewhere.example@alias.example', 'percent hack'],
  ['elsewhere.example!victim@alias.example', 'bang path'],
  ['"victim@elsewhere.example"@alias.example', 'address inside the local part'],
  ['"@elsewhere.example:victim"@alias.example', 'address inside the local part'],
  ['"elsewhere.example:victim"@alias.example', 'source route inside the local part'],
])('%s', (address, form) => {
  expect(findRelayForm(toAddress(address))).toBe(form);
});

it.each(['shop@alias.example', 'a+b=c@alias.example', '"a b"@alias.example', "o'neil/x@alias.example"])(
  '%s is an address like any other',
  (address) => {
    expect(findRelayForm(toAddress(address))).toBeUndefined();
  },
);
