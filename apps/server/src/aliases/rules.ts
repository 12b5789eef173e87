import { trashDays } from '@smtpy/contract';
import { cleanLine } from '@smtpy/mail';
import type { AddAliasRefusal } from './alias.ts';
import type { DirectoryAlias } from './directory-entry.ts';

/** RFC 5321 §4.5.3.1.1. */
const maxLocalPartOctets = 64;

/**
 * Letters and digits of any script with dots, dashes and underscores between them. What else RFC 5321 §4.1.2 allows is
 * refused: `+` stays free for plus-addressing, and `%`, `!`, `"` and the like are how relays are probed.
 */
const aliasName = /^[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*$/u;

/** Letters and marks that are not seen, and marks with nothing to stand on: with them a name reads as another one. */
const unseen = /\p{Default_Ignorable_Code_Point}|(?:^|[.])\p{M}/u;

/** Whether a folded local part may be the name of an alias. */
export function isAliasName(localPart: string): boolean {
  return (
    aliasName.test(localPart) && !unseen.test(localPart) && Buffer.byteLength(localPart) <= maxLocalPartOctets
  );
}

/**
 * Whether an alias has ended, by its date (to the millisecond, though the alias may have been looked up before) or by its number of
 * messages (as old as the look-up; `takeMessage` has the last word). It then behaves like one that is switched off.
 */
export function isExpired(
  { expiresAt, messagesLeft }: Pick<DirectoryAlias, 'expiresAt' | 'messagesLeft'>,
  now: Date,
): boolean {
  return messagesLeft === 0 || (expiresAt !== undefined && expiresAt.getTime() <= now.getTime());
}

/** What the alias of a catch-all is called; {@link isAliasName} refuses it, so nobody can make or write to such an address. */
export const catchAllLocalPart = '*';

/** How long a deleted alias can be restored. */
export const trashMs = trashDays * 86_400_000;

/** A longer name is no name. */
const maxDisplayNameLength = 200;

/** A display name fit for storage and for a header field, or undefined when nothing is left of it. */
export function cleanDisplayName(displayName: string | undefined): string | undefined {
  return cleanLine(displayName ?? '', maxDisplayNameLength) || undefined;
}

/** Tags as they are kept: in NFC and lower case, each once, in the order of the alphabet. */
export function cleanTags(tags: readonly string[]): readonly string[] {
  const clean = tags.map((tag) => tag.trim().normalize('NFC').toLowerCase()).filter((tag) => tag !== '');
  return [...new Set(clean)].toSorted();
}

/**
 * Names on a shared domain that are its owner's alone: RFC 2142 and RFC 5321 §4.5.1 give them to whoever runs a domain, and who reads the
 * mail of some gets a certificate for it (CA/Browser Forum Baseline Requirements §3.2.2.4.4).
 */
const ownersNames: ReadonlySet<string> = new Set(
  `abuse admin administrator autoconfig autodiscover billing contact dmarc dns ftp help hostmaster info is it list lists mail
  mailer-daemon marketing mis mta-sts news no-reply noc noreply office operator phishing postmaster privacy registrar root sales
  security service spam ssl ssladmin ssladministrator sslwebmaster support sysadmin team tls tls-rpt tlsrpt usenet uucp webmaster www`.split(
    /\s+/,
  ),
);

/** Whether a folded local part is kept for the owner of a domain on which others may make aliases. */
export function isOwnersName(localPart: string): boolean {
  return ownersNames.has(localPart);
}

/** A refusal with its sentence. `subject` is what was refused: an address, or the name of a domain. */
export function refuse(kind: AddAliasRefusal['kind'], subject: string): AddAliasRefusal {
  return { kind, reason: explainRefusal(kind, subject) };
}

/** The sentence of a refusal. */
export function explainRefusal(kind: AddAliasRefusal['kind'], subject: string): string {
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
      return `${subject} cannot be used: its form is kept for bounces, reply addresses or whoever runs the domain`;
  }
}
