import { type DomainName, formatAddress, parseAddress } from '@smtpy/mail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNewContactForm } from './new-contact-form.ts';

const domain = 'alias.example' as DomainName;
// Text near the form finds more than arbitrary text.
const pieces = fc.constantFrom('a', 'Shop', '+', '=', '.', '-', 'dom.tld', 'xn--', 'é', '"', ' ', '@', '%');
const nearForm = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''));

describe('addresses that stand for contacts nobody has made', () => {
  it('name addresses that print to what they were read from', () => {
    fc.assert(
      fc.property(fc.oneof(nearForm, fc.string({ unit: 'binary', maxLength: 100 })), (localPart) => {
        for (const { alias, contact } of readNewContactForm({ localPart, domain })) {
          expect(parseAddress(formatAddress(contact))).toEqual({ ok: true, value: contact });
          expect(localPart.startsWith(`${alias.localPart}+`)).toBe(true);
          expect(alias.domain).toBe(domain);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['+', '=', '+=', '+a=b.c', 'a.', '+a.b'])('are read in linear time: %j', (piece) => {
    const beganMs = performance.now();
    readNewContactForm({ localPart: `${piece.repeat(1_000_000 / piece.length)}+u=dom.tld`, domain });
    readNewContactForm({ localPart: `shop+u=dom.tld${piece.repeat(1_000_000 / piece.length)}`, domain });
    expect(performance.now() - beganMs).toBeLessThan(500);
  });
});
