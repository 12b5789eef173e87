import { isReservedLocalPart, formatAddress } from '@smtpy/mail';
import type { UsableDomain } from '../domains/index.ts';
import type { ImportLine } from './import-csv.ts';
import type { Occupant } from './import-store.ts';
import { explainRefusal, isOwnersName } from './rules.ts';

/** A mailbox that lines can name. */
export interface ImportMailbox {
  readonly id: string;
  /** As written. */
  readonly address: string;
  readonly isConfirmed: boolean;
}

/** What lines are judged by. */
export interface ImportWorld {
  readonly domains: ReadonlyMap<string, UsableDomain>;
  /** By the address in lower case. */
  readonly mailboxes: ReadonlyMap<string, ImportMailbox>;
  readonly defaultMailboxId: string | undefined;
}

/** What a line comes to, before it is known whether its address is free. */
export type PlannedLine =
  | {
      readonly kind: 'wanted';
      readonly line: ImportLine;
      readonly domain: UsableDomain;
      readonly mailboxIds: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly line: ImportLine; readonly message: string };

/** Judges a line by what the organization has; the same sentences as for an alias that is made alone. */
export function planLine(line: ImportLine, world: ImportWorld): PlannedLine {
  const { address } = line;
  const invalid = (message: string): PlannedLine => ({ kind: 'invalid', line, message });
  const domain = world.domains.get(address.domain);
  if (domain === undefined) return invalid(explainRefusal('unknown_domain', address.domain));
  if (domain.state === 'suspended') return invalid(explainRefusal('suspended_domain', address.domain));
  if (isReservedLocalPart(address.localPart) || (!domain.isOwn && isOwnersName(address.localPart)))
    return invalid(explainRefusal('reserved', formatAddress(address)));
  const mailboxes = pickMailboxes(line, world);
  return typeof mailboxes === 'string'
    ? invalid(mailboxes)
    : { kind: 'wanted', line, domain, mailboxIds: mailboxes };
}

/** Ids, or the sentence that says why not. */
function pickMailboxes(
  { address, mailboxAddresses }: ImportLine,
  { mailboxes, defaultMailboxId }: ImportWorld,
): readonly string[] | string {
  if (mailboxAddresses.length === 0)
    return defaultMailboxId === undefined
      ? explainRefusal('no_mailbox', formatAddress(address))
      : [defaultMailboxId];
  const ids = new Set<string>();
  for (const written of mailboxAddresses) {
    const mailbox = mailboxes.get(written.toLowerCase());
    if (mailbox === undefined) return explainRefusal('unknown_mailbox', written);
    if (!mailbox.isConfirmed) return explainRefusal('mailbox_not_confirmed', mailbox.address);
    ids.add(mailbox.id);
  }
  return [...ids];
}

/** What speaks against an address that somebody has or had; undefined where it is the organization's own alias. */
export function explainOccupant(occupant: Occupant, address: string): string | undefined {
  switch (occupant.kind) {
    case 'own':
      return undefined;
    case 'own_deleted':
      return explainRefusal('deleted_before', address);
    case 'reserved':
      return explainRefusal('reserved', address);
    // Whose it is or was is nobody's business.
    case 'foreign':
    case 'gone':
      return explainRefusal('taken', address);
  }
}
