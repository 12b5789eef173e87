import { isSameAddress, type Address } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { listHeldForMailbox, type Queue } from '../queue/index.ts';
import type { KeySource, MailboxKey } from './mailbox-key.ts';
import { readPublicKey, type KeyProblem, type UsableKey } from './public-key.ts';
import { deleteKey, loadKey, loadKeyToEncrypt, saveKey } from './store.ts';

/** How long a process may go on as if a mailbox had no key, after it was given one. A key itself is never remembered. */
const absentLifetimeMs = 1_000;

/** 100 bytes each. */
const maxKeptAnswers = 50_000;

/** What {@link createMailboxKeys} needs. */
export interface MailboxKeysDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly queue: Pick<Queue, 'release'>;
}

/** A mailbox as its organization names it. */
export interface MailboxReference {
  readonly organizationId: string;
  readonly mailboxId: string;
}

/** A key to save. */
export interface SaveKey extends MailboxReference {
  /** The address of the mailbox: a key that names others alone is saved with a warning. */
  readonly address: Address;
  /** ASCII armour as pasted, or as found. */
  readonly armor: string;
  readonly source: KeySource;
  readonly hidesSubject: boolean;
}

/** How saving ended. `reason` and `warning` are sentences without a full stop, for the person who gave the key. */
export type SaveKeyResult =
  | {
      readonly kind: 'saved';
      readonly key: MailboxKey;
      /** What the person should make sure of. */
      readonly warning: string | undefined;
      /** Deliveries that waited for it and are due now. */
      readonly released: number;
    }
  | { readonly kind: 'refused'; readonly problem: KeyProblem; readonly reason: string }
  | { readonly kind: 'unknown_mailbox' };

/** Public keys of mailboxes. */
export interface MailboxKeys {
  /** Saves a key in place of the one before, and lets go what waited for it. */
  save(input: SaveKey): Promise<SaveKeyResult>;
  /** The key of a mailbox of this organization. */
  find(mailbox: MailboxReference): Promise<MailboxKey | undefined>;
  /** Forgets the key: mail is sent as it came. What waits goes on waiting for a person. Whether there was one. */
  remove(mailbox: MailboxReference): Promise<boolean>;
  /** Lets go the deliveries to a mailbox that are held because they could not be encrypted; gives how many. */
  releaseWaiting(mailbox: MailboxReference): Promise<number>;
  /**
   * For each attempt: the key of a mailbox of whatever organization, also of one that was removed since. That there is none may be a second old; a key never is. Rejects when
   * the database does: what is not known must not count as none.
   */
  load(mailboxId: string): Promise<MailboxKey | undefined>;
}

/** Keys on a database. */
export function createMailboxKeys(dependencies: MailboxKeysDependencies): MailboxKeys {
  const { db, clock } = dependencies;
  const kept = new ReadThroughCache<MailboxKey | undefined>({
    maxEntries: maxKeptAnswers,
    lifetimeMs: (key) => (key === undefined ? absentLifetimeMs : 0),
    clock,
  });
  return {
    save: (input) => save(dependencies, input),
    find: (mailbox) => loadKey(db, mailbox),
    remove: (mailbox) => deleteKey(db, mailbox),
    releaseWaiting: (mailbox) => releaseWaiting(dependencies, mailbox),
    load: (mailboxId) => kept.get(mailboxId, () => loadKeyToEncrypt(db, mailboxId)),
  };
}

async function save(dependencies: MailboxKeysDependencies, input: SaveKey): Promise<SaveKeyResult> {
  const { db, clock } = dependencies;
  const { organizationId, mailboxId, address, source, hidesSubject } = input;
  const at = clock.now();
  const reading = await readPublicKey(input.armor, at);
  if (reading.kind === 'refused') return reading;
  const { armor: publicKey, fingerprint, expiresAt } = reading.key;
  const given = { mailboxId, publicKey, fingerprint, source, hidesSubject, expiresAt, createdAt: at };
  const key = await saveKey(db, organizationId, given);
  if (key === undefined) return { kind: 'unknown_mailbox' };
  const released = await releaseWaiting(dependencies, { organizationId, mailboxId });
  return { kind: 'saved', key, warning: warnOf(reading.key, address), released };
}

/** Each on its own: a process that ends halfway leaves the others for the next key, or for a person. */
async function releaseWaiting(
  { db, queue }: MailboxKeysDependencies,
  { organizationId, mailboxId }: MailboxReference,
): Promise<number> {
  const waiting = await listHeldForMailbox(db, { organizationId, mailboxId, reason: 'not_encrypted' });
  let count = 0;
  for (const deliveryId of waiting) {
    const { kind } = await queue.release({ deliveryId, organizationId, by: 'key' });
    if (kind === 'released') count += 1;
  }
  return count;
}

/** A key may well be used under another address; it may also be somebody else's. */
function warnOf({ addresses }: UsableKey, mailbox: Address): string | undefined {
  if (addresses.some((address) => isSameAddress(address, mailbox))) return undefined;
  return 'The key does not name the address of the mailbox. Make sure that it is yours: you could not read your mail otherwise';
}
