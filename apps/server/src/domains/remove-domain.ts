import { parseDomainName } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import { operatorActor, type Audit } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type { OwnDomain, RemoveDomainResult } from './domain.ts';
import {
  deleteDomain,
  listRemoved,
  lockRemoved,
  markRemoved,
  retireReplyAddresses,
} from './removal-store.ts';
import { lockOwnDomain } from './store.ts';

/** What a domain has of aliases, as removing it needs them: `aliases/` owns their tables. */
export interface DomainAliases {
  /** Moves so many aliases of a domain to the trash; gives how many. */
  readonly trash: (
    tx: Tx,
    aliases: { readonly domainId: string; readonly at: Date; readonly limit: number },
  ) => Promise<number>;
  /** Deletes so many aliases of a domain with all that is theirs; gives how many. */
  readonly erase: (tx: Tx, aliases: { readonly domainId: string; readonly limit: number }) => Promise<number>;
}

/** What removing needs. */
export interface RemoveDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
}

/** A domain to remove. */
export interface RemoveDomain extends OwnDomain {
  /** The name as it is typed, in any case and spelling. */
  readonly confirmName: string;
  readonly aliases: DomainAliases;
  /** Default: the operator. */
  readonly actor?: Actor | undefined;
}

/** Aliases that one statement changes: a second of work at most. The job does the others. */
const aliasesAtOnce = 10_000;

/**
 * How long a removed domain is kept: nothing can be under way for longer. Mail waits in quarantine for 30 days and, once it is let go, five more in
 * the queue; the rest is room.
 */
const removedForMs = 45 * 86_400_000;

/** Removed domains that one run looks at. */
const domainsAtOnce = 20;

/** Removes a domain: nothing is received for it from the commit on, its aliases are in the trash, and what was accepted still leaves. */
export function removeDomain(
  { db, clock, audit }: RemoveDependencies,
  input: RemoveDomain,
): Promise<RemoveDomainResult> {
  return db.transaction(async (tx): Promise<RemoveDomainResult> => {
    const domain = await lockOwnDomain(tx, input);
    if (domain === undefined) return { kind: 'unknown_domain', reason: 'There is no such domain' };
    const typed = parseDomainName(input.confirmName);
    if (!typed.ok || typed.value !== domain.name)
      return { kind: 'other_name', reason: `The domain is called ${domain.name}` };
    if (domain.state === 'suspended')
      return { kind: 'suspended', reason: 'The operator suspended this domain, so it cannot be removed' };
    const at = clock.now();
    await retireReplyAddresses(tx, [domain.id]);
    await markRemoved(tx, { domain, at });
    await input.aliases.trash(tx, { domainId: domain.id, at, limit: aliasesAtOnce });
    await announceDirectoryChange(tx, { subject: 'domain', name: domain.name });
    await audit.record(tx, {
      action: 'domain.removed',
      actor: input.actor ?? operatorActor,
      organizationId: domain.organizationId,
      subject: { kind: 'domain', id: domain.id, label: domain.name },
      before: { name: domain.name, state: domain.state },
    });
    return { kind: 'removed', domain };
  });
}

/** Goes on with the aliases of removed domains, and deletes domains that were removed long ago; gives how many were deleted. */
export async function clearRemoved(
  { db, clock }: Omit<RemoveDependencies, 'audit'>,
  aliases: DomainAliases,
): Promise<number> {
  const now = clock.now();
  for (const domainId of await listRemoved(db, domainsAtOnce))
    await db.transaction((tx) => aliases.trash(tx, { domainId, at: now, limit: aliasesAtOnce }));
  const before = new Date(now.getTime() - removedForMs);
  let deleted = 0;
  for (let turn = 0; turn < domainsAtOnce; turn += 1) {
    const isDeleted = await db.transaction(async (tx) => {
      const [domainId] = await lockRemoved(tx, { before, limit: 1 });
      if (domainId === undefined) return undefined;
      const erased = await aliases.erase(tx, { domainId, limit: aliasesAtOnce });
      if (erased < aliasesAtOnce) await deleteDomain(tx, domainId);
      return erased < aliasesAtOnce;
    });
    if (isDeleted === undefined) break;
    if (isDeleted) deleted += 1;
  }
  return deleted;
}
