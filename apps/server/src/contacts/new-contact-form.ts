import { type Address, parseAddress } from '@smtpy/mail';

/** An alias, and somebody its owner may not have written to before. */
export interface NewContactForm {
  readonly alias: Address;
  readonly contact: Address;
}

/** Plus signs that are tried, from the right; aliases and users with more of them are not made by people. */
const maxPlusSigns = 3;

/**
 * Reads `alias+user=dom.tld@domain`: mail to `user@dom.tld` as `alias@domain`. Both an alias and a user may hold plus signs, so there may
 * be several readings: the one with the longest alias comes first, and that which names an alias is meant. The last `=` stands for the
 * `@`. Empty when the address has no such form.
 */
export function readNewContactForm({ localPart, domain }: Address): readonly NewContactForm[] {
  const equals = localPart.lastIndexOf('=');
  const contactDomain = localPart.slice(equals + 1);
  // A name without a dot is no host of the public mail system.
  if (equals < 0 || !contactDomain.includes('.')) return [];
  const forms: NewContactForm[] = [];
  let plus = localPart.lastIndexOf('+', equals);
  for (let count = 0; plus > 0 && count < maxPlusSigns; count += 1) {
    const contact = parseAddress(`${localPart.slice(plus + 1, equals)}@${contactDomain}`);
    if (contact.ok)
      forms.push({ alias: { localPart: localPart.slice(0, plus), domain }, contact: contact.value });
    plus = localPart.lastIndexOf('+', plus - 1);
  }
  return forms;
}
