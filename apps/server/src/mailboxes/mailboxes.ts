import { formatAddress, parseAddress } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import { isUuid, newId, type Db, type Queryable, type Tx } from '../db/index.ts';
import { announceDirectoryChange, type Domains } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';
import type { AddMailbox, AddMailboxResult, ConfirmedMailbox, Mailbox } from './mailbox.ts';
import { isOurs } from './rules.ts';
import { ensureDefault, findDefaultMailbox } from './default-store.ts';
import type { ListedMailbox, ListMailboxes } from './listed-mailbox.ts';
import { findListedMailbox, listMailboxPage } from './list-store.ts';
import {
  confirmMailbox,
  findConfirmedMailboxes,
  findMailbox,
  findMailboxesOfAddress,
  insertMailbox,
  listMailboxes,
  loadMailbox,
  updateDelayNotice,
} from './store.ts';

/** How long a process may take to hear that a mailbox was paused: a few attempts more, that is all. */
const unpausedLifetimeMs = 5_000;

/** 100 bytes each. */
const maxKeptAnswers = 50_000;

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
  /**
   * Confirms a pending mailbox because its owner said so: from then on it receives, and is the default where there is none. Undefined when it
   * is not pending. The caller holds the lock of the organization's mailboxes.
   */
  confirmPending(
    tx: Tx,
    wanted: { readonly organizationId: string; readonly mailboxId: string },
  ): Promise<Mailbox | undefined>;
  /** By address in any case; undefined also for text that is no address. */
  findMailbox(organizationId: string, address: string): Promise<Mailbox | undefined>;
  /** Of one organization, in the order in which they were added. */
  listMailboxes(organizationId: string): Promise<readonly Mailbox[]>;
  /** The confirmed ones of those named, of one organization, in the order in which they were added. */
  findConfirmed(organizationId: string, ids: readonly string[]): Promise<readonly ConfirmedMailbox[]>;
  /**
   * Where new aliases of an organization forward to unless something else is said: one of its confirmed mailboxes. Undefined while none is
   * confirmed. Joins a transaction where one is given or open.
   */
  findDefault(organizationId: string, tx?: Queryable): Promise<Mailbox | undefined>;
  /** A mailbox of an organization with what stands beside it. */
  findListed(wanted: {
    readonly organizationId: string;
    readonly mailboxId: string;
  }): Promise<ListedMailbox | undefined>;
  /** A page of an organization's mailboxes, and how many there are in all. */
  listPage(
    wanted: ListMailboxes,
  ): Promise<{ readonly rows: readonly ListedMailbox[]; readonly total: number }>;
  /** By id, of whatever organization; inside a transaction where one is given. */
  load(mailboxId: string, tx?: Queryable): Promise<Mailbox | undefined>;
  /** Every organization's mailbox of this address, in any case; none also for text that is no address. */
  findEverywhere(address: string): Promise<readonly Mailbox[]>;
  /** Sets whether the owner hears of late forwards to it; undefined when there is no such mailbox. */
  setDelayNotice(change: {
    readonly mailboxId: string;
    readonly wantsDelayNotice: boolean;
  }): Promise<Mailbox | undefined>;
  /**
   * Whether forwards to the mailbox wait. For every attempt: `false` may be five seconds old, `true` never is, so that what becomes
   * due with the end of a pause is not put off again. False for a mailbox that is gone.
   */
  isPaused(mailboxId: string): Promise<boolean>;
}

/** Mailboxes on a database. */
export function createMailboxes(dependencies: MailboxesDependencies): Mailboxes {
  const { db, clock } = dependencies;
  const pauses = new ReadThroughCache<boolean>({
    maxEntries: maxKeptAnswers,
    lifetimeMs: (isPaused) => (isPaused ? 0 : unpausedLifetimeMs),
    clock,
  });
  return {
    addMailbox: (input) => addMailbox(dependencies, input),
    confirmPending: (tx, wanted) => confirmPending(tx, { ...wanted, at: clock.now() }),
    findMailbox: async (organizationId, text) => {
      const address = parseAddress(text.trim());
      return address.ok ? findMailbox(db, organizationId, address.value) : undefined;
    },
    listMailboxes: (organizationId) => listMailboxes(db, organizationId),
    findConfirmed: async (organizationId, ids) => {
      const found = await findConfirmedMailboxes(db, organizationId, ids.filter(isUuid));
      return found.map(({ id, address, pausedAt }) => ({ id, address, isPaused: pausedAt !== undefined }));
    },
    findDefault: (organizationId, tx) => findDefaultMailbox(tx ?? db, organizationId),
    findListed: async (wanted) => (isUuid(wanted.mailboxId) ? findListedMailbox(db, wanted) : undefined),
    listPage: (wanted) => listMailboxPage(db, wanted),
    load: (mailboxId, tx) => loadMailbox(tx ?? db, mailboxId),
    findEverywhere: async (text) => {
      const address = parseAddress(text.trim());
      return address.ok ? findMailboxesOfAddress(db, address.value) : [];
    },
    setDelayNotice: (change) => updateDelayNotice(db, change),
    isPaused: (mailboxId) =>
      pauses.get(mailboxId, async () => (await loadMailbox(db, mailboxId))?.pausedAt !== undefined),
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
    if (added !== undefined) {
      const chosen = isTrusted ? await ensureDefault(tx, organizationId) : undefined;
      return { kind: 'added', mailbox: chosen?.id === added.id ? chosen : added };
    }
    const mailbox = await findMailbox(tx, organizationId, address);
    if (mailbox === undefined) throw new Error('a mailbox was there and is gone');
    const confirmed = isTrusted
      ? await confirmPending(tx, { organizationId, mailboxId: mailbox.id, at })
      : undefined;
    if (confirmed === undefined)
      return { kind: 'already_added', mailbox, reason: `${formatAddress(mailbox.address)} was added before` };
    return { kind: 'confirmed', mailbox: confirmed };
  });
}

async function confirmPending(
  tx: Tx,
  wanted: { readonly organizationId: string; readonly mailboxId: string; readonly at: Date },
): Promise<Mailbox | undefined> {
  const { organizationId } = wanted;
  const confirmed = await confirmMailbox(tx, wanted);
  if (confirmed === undefined) return undefined;
  const chosen = await ensureDefault(tx, organizationId);
  await announceDirectoryChange(tx, { subject: 'organization', name: organizationId });
  return chosen?.id === confirmed.id ? chosen : confirmed;
}
