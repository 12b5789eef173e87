import { formatAddress, stripControl, type Address } from '@smtpy/mail';
import type { AddAliasRefusal } from './alias.ts';

/** RFC 5321 §4.5.3.1.1. */
const maxLocalPartOctets = 64;

/**
 * Letters and digits of any script with dots, dashes and underscores between them. What else RFC 5321 §4.1.2 allows is
 * refused: `+` stays free for plus-addressing, and `%`, `!`, `"` and the like are how relays are probed.
 */
const aliasName = /^[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*$/u;

/** The form in which local parts are stored and compared: NFC (RFC 6532 §3.1), lower case. */
export function normalizeLocalPart(localPart: string): string {
  return localPart.normalize('NFC').toLowerCase();
}

/** Whether a normalised local part may be the name of an alias. */
export function isAliasName(localPart: string): boolean {
  return aliasName.test(localPart) && Buffer.byteLength(localPart) <= maxLocalPartOctets;
}

/** A longer name is no name. */
const maxDisplayNameLength = 200;

/** A display name fit for storage and for a header field, or undefined when nothing is left of it. */
export function cleanDisplayName(displayName: string | undefined): string | undefined {
  const name = stripControl((displayName ?? '').replace(/\s+/gu, ' ')).trim();
  return name === '' ? undefined : Array.from(name).slice(0, maxDisplayNameLength).join('');
}

/** A refusal with its sentence. `subject` is what was refused: an address, or the name of a domain. */
export function refuse(kind: AddAliasRefusal['kind'], subject: string): AddAliasRefusal {
  return { kind, reason: explain(kind, subject) };
}

function explain(kind: AddAliasRefusal['kind'], subject: string): string {
  switch (kind) {
    case 'invalid_local_part':
      return `${subject} cannot be an alias: use letters, digits, dots, dashes and underscores before the @, 64 at most`;
    case 'unknown_domain':
      return `There is no domain ${subject}. Add it first`;
    case 'not_your_domain':
      return `The domain ${subject} is not yours`;
    case 'suspended_domain':
      return `The domain ${subject} is suspended. Ask the operator of this server`;
    case 'no_mailbox':
      return `Name at least one mailbox that ${subject} forwards to`;
    case 'unknown_mailbox':
      return `There is no mailbox ${subject}. Add it first`;
    case 'mailbox_not_confirmed':
      return `The mailbox ${subject} is not confirmed yet`;
    case 'taken':
      return `${subject} exists already`;
    case 'deleted_before':
      return `${subject} was deleted before, and a deleted address never comes back`;
    case 'reserved':
      return `${subject} cannot be used: its form is kept for bounces and reply addresses`;
  }
}

/** What an address is remembered by within a process, and named by on the directory channel. */
export function directoryKey(address: Address): string {
  return formatAddress({ localPart: normalizeLocalPart(address.localPart), domain: address.domain });
}
