import { encodePhrase, type Address } from '@smtpy/mail';

const printableAscii = /^[\x20-\x7e]*$/;

/**
 * `jane at example.com`: shows whom mail is from, and is not an address, which readers would take for a forged one beside another
 * address.
 */
export function spellAddress({ localPart, domain }: Address): string {
  return `${localPart} at ${domain}`;
}

/** Any text as a phrase of a mailbox (RFC 5322 §3.2.5): quoted where it is ASCII, otherwise as encoded words. */
export function toPhrase(text: string): Buffer {
  if (!printableAscii.test(text)) return Buffer.from(encodePhrase(text));
  return Buffer.from(`"${text.replace(/["\\]/g, '\\$&')}"`);
}
