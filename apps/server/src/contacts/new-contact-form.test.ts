import { formatAddress, parseAddress } from '@smtpy/mail';
import { expect, it } from 'vitest';
import { readNewContactForm } from './new-contact-form.ts';

function toAddress(text: string) {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function read(address: string): readonly string[] {
  return readNewContactForm(toAddress(address)).map(
    ({ alias, contact }) => `${formatAddress(alias)} → ${formatAddress(contact)}`,
  );
}

it.each([
  ['shop+jane=sender.example@alias.example', ['shop@alias.example → jane@sender.example']],
  ['shop+a=b=sender.example@alias.example', ['shop@alias.example → a=b@sender.example']],
  ['shop+jane=Sender.Example@alias.example', ['shop@alias.example → jane@sender.example']],
  [
    'shop+jane+news=sender.example@alias.example',
    ['shop+jane@alias.example → news@sender.example', 'shop@alias.example → jane+news@sender.example'],
  ],
])('%s is read as %j', (address, forms) => {
  expect(read(address)).toEqual(forms);
});

it.each([
  'shop@alias.example',
  'shop+tag@alias.example',
  'shop+jane=localhost@alias.example',
  'shop+=sender.example@alias.example',
  '+jane=sender.example@alias.example',
  'shop=sender.example@alias.example',
  'shop=x.example+tag@alias.example',
  'shop+jane=sender..example@alias.example',
  'shop+jane=192.0.2.1@alias.example',
  '"shop+a b=sender.example"@alias.example',
])('%s has no such form', (address) => {
  expect(read(address)).toEqual([]);
});

it('reads three plus signs and no more', () => {
  expect(readNewContactForm(toAddress('a+b+c+d+e+f=sender.example@alias.example'))).toHaveLength(3);
});
