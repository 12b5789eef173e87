import { addressKey, fieldValue, parseMailboxes, type Address, type HeaderBlock } from '@smtpy/mail';

/** Somebody whom To or Cc names. */
export interface Person {
  readonly address: Address;
  /** The raw display name, fit to stand before `<address>` in a new field; empty when there is none. */
  readonly phrase: Buffer;
}

// What people address by hand, many times over. Each may cost a look-up.
const maxPeople = 200;

/** The people whom To and Cc name (RFC 5322 §3.6.3), each address once, in order, 200 at most. */
export function listPeople(header: HeaderBlock): readonly Person[] {
  const people = new Map<string, Person>();
  for (const field of header.fields) {
    if (field.lowerName !== 'to' && field.lowerName !== 'cc') continue;
    for (const { address, phrase } of parseMailboxes(fieldValue(field))) {
      if (people.size === maxPeople) return [...people.values()];
      if (address === undefined) continue;
      const key = addressKey(address);
      if (!people.has(key)) people.set(key, { address, phrase });
    }
  }
  return [...people.values()];
}
