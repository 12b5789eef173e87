import { formatAddress, parseAddress } from '@smtpy/mail';
import { newId, type Db } from '../db/index.ts';
import { announceDirectoryChange, type Domains } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';
import type { AddMailbox, AddMailboxResult, Mailbox } from './mailbox.ts';
import { isOurs } from './rules.ts';
import { confirmMailbox, findMailbox, insertMailbox, listMailboxes } from './store.ts';

/** What {@link createMailboxes} needs. */
export interface MailboxesDependencies {
  readonly db: Db;
  readonly clock: Clock;
  /** Says which domains we receive for. */
  readonly domains: Pick<Domains, 'findDomain'>;
}

/** Mailboxes of organizations. */
export interface Mailboxes {
  /** Adds a mailbox, or confirms a pending one on the operator's word. */
  addMailbox(input: AddMailbox): Promise<AddMailboxResult>;
  /** By address in any case; undefined also for text that is no address. */
  findMailbox(organizationId: string, address: string): Promise<Mailbox | undefined>;
  /** Of one organization, in the order in which they were added. */
  listMailboxes(organizationId: string): Promise<readonly Mailbox[]>;
}

/** Mailboxes on a database. */
export function createMailboxes(dependencies: MailboxesDependencies): Mailboxes {
  const { db } = dependencies;
  return {
    addMailbox: (input) => addMailbox(dependencies, input),
    findMailbox: async (organizationId, text) => {
      const address = parseAddress(text.trim());
      return address.ok ? findMailbox(db, organizationId, address.value) : undefined;
    },
    listMailboxes: (organizationId) => listMailboxes(db, organizationId),
  };
}

async function addMailbox(
  { db, clock, domains }: MailboxesDependencies,
  input: AddMailbox,
): Promise<AddMailboxResult> {
  const parsed = parseAddress(input.address.trim());
  if (!parsed.ok)
    return { kind: 'invalid_address', reason: `This is not an email address: ${parsed.reason}` };
  const address = parsed.value;
  const domain = await domains.findDomain(address.domain);
  if (domain !== undefined && isOurs(domain.state)) {
    return {
      kind: 'own_domain',
      reason: `Mail to ${address.domain} comes to this server, so it cannot be forwarded there`,
    };
  }
  const { organizationId, isTrusted } = input;
  const at = clock.now();
  const state = isTrusted ? 'confirmed' : 'pending';
  return db.transaction(async (tx) => {
    const added = await insertMailbox(tx, { id: newId(), organizationId, address, state, createdAt: at });
    if (added !== undefined) return { kind: 'added', mailbox: added };
    const mailbox = await findMailbox(tx, organizationId, address);
    if (mailbox === undefined) throw new Error('a mailbox was there and is gone');
    const confirmed = isTrusted
      ? await confirmMailbox(tx, { organizationId, mailboxId: mailbox.id, at })
      : undefined;
    if (confirmed === undefined)
      return { kind: 'already_added', mailbox, reason: `${formatAddress(mailbox.address)} was added before` };
    await announceDirectoryChange(tx, { subject: 'organization', name: organizationId });
    return { kind: 'confirmed', mailbox: confirmed };
  });
}
