import { parseAddress, type Address } from '@smtpy/mail';
import { expect, it } from 'vitest';
import { wkdUrls } from './wkd-address.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

it('asks where the draft says', () => {
  const { advanced, direct } = wkdUrls(address('Joe.Doe@Example.ORG'));
  const file = 'hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe';
  expect(advanced.href).toBe(`https://openpgpkey.example.org/.well-known/openpgpkey/example.org/${file}`);
  expect(direct.href).toBe(`https://example.org/.well-known/openpgpkey/${file}`);
  expect(wkdUrls(address('"a b&c"@example.org')).direct.search).toBe('?l=a%20b%26c');
});
