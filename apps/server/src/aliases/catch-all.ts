import { foldLocalPart, formatAddress, type Address } from '@smtpy/mail';
import { newId, type Db } from '../db/index.ts';
import { announceDirectoryChange, writeCatchAll, type CatchAllMode, type Domain } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';
import type { MailboxRefusal } from './alias.ts';
import { parseCatchAllPattern, takesLocalPart } from './catch-all-pattern.ts';
import {
  ensureCatchAllAlias,
  findAliasId,
  findCatchAll,
  findCreatingPattern,
  insertFromCatchAll,
} from './catch-all-store.ts';
import { chooseMailboxes, type ChoosableMailboxes, type ChosenMailboxes } from './choose-mailboxes.ts';
import type { DirectoryAlias } from './directory-entry.ts';
import { loadDirectoryAlias } from './directory-store.ts';
import { explainRefusal } from './rules.ts';
import { replaceMailboxes } from './store.ts';

/** What becomes of mail for addresses of a domain that nobody made. */
export interface CatchAll {
  readonly mode: CatchAllMode;
  /** RE2 that a local part must match as a whole; absent: any. */
  readonly pattern: string | undefined;
  /** The alias that stands for what is caught, also while the catch-all is off; absent: it was never on. */
  readonly aliasId: string | undefined;
  readonly mailboxes: readonly Address[];
}

/** What to change; what is absent stays. */
export interface SetCatchAll {
  readonly organizationId: string;
  readonly domainId: string;
  readonly mode?: CatchAllMode | undefined;
  /** Confirmed mailboxes of the same organization, as typed; all that it forwards to from now on. */
  readonly mailboxAddresses?: readonly string[] | undefined;
  /** As typed; empty: any local part. */
  readonly pattern?: string | undefined;
}

/** How a change ended. `reason` is a sentence for the person who asked. */
export type SetCatchAllResult =
  | { readonly kind: 'set'; readonly domain: Domain; readonly catchAll: CatchAll }
  | { readonly kind: 'invalid_pattern' | 'unknown_domain'; readonly reason: string }
  | MailboxRefusal;

/** The address of which an alias is wanted. */
export interface EnsureFromCatchAll {
  readonly domainId: string;
  /** In any case. */
  readonly localPart: string;
}

/** Whether there is an alias now. `exists` also for one that is switched off or has expired. */
export type EnsuredAlias =
  | { readonly kind: 'made' | 'exists'; readonly alias: DirectoryAlias }
  /** It was deleted, its form is kept for something else, the pattern does not match, or the catch-all makes no aliases now. */
  | { readonly kind: 'not_possible' };

/** What {@link createCatchAlls} needs. */
export interface CatchAllsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly mailboxes: ChoosableMailboxes;
}

/** Catch-alls of domains. */
export interface CatchAlls {
  /** Changes what becomes of mail for addresses of a domain that nobody made. */
  setCatchAll(input: SetCatchAll): Promise<SetCatchAllResult>;
  /** The catch-all of a domain; undefined when the organization has no such domain. */
  findCatchAll(domain: {
    readonly organizationId: string;
    readonly domainId: string;
  }): Promise<CatchAll | undefined>;
  /**
   * The alias of an address that the catch-all of its domain creates, made when it is not there: once, however many ask. Its mailboxes
   * and mode are those of the catch-all.
   */
  ensureFromCatchAll(input: EnsureFromCatchAll): Promise<EnsuredAlias>;
}

/** Catch-alls on a database. */
export function createCatchAlls(dependencies: CatchAllsDependencies): CatchAlls {
  const { db } = dependencies;
  return {
    setCatchAll: (input) => setCatchAll(dependencies, input),
    findCatchAll: (domain) => findCatchAll(db, domain),
    ensureFromCatchAll: async ({ domainId, localPart: written }) => {
      const address = { domainId, localPart: foldLocalPart(written) };
      return (await makeFromCatchAll(dependencies, address)) ?? (await findExisting(db, address));
    },
  };
}

async function setCatchAll(
  dependencies: CatchAllsDependencies,
  input: SetCatchAll,
): Promise<SetCatchAllResult> {
  const { organizationId, mailboxAddresses } = input;
  const pattern = readPattern(input.pattern);
  if (pattern.kind === 'invalid_pattern') return pattern;
  const subject = 'the catch-all';
  const chosen =
    mailboxAddresses &&
    (await chooseMailboxes(dependencies.mailboxes, { organizationId, subject, mailboxAddresses }));
  if (chosen !== undefined && chosen.kind !== 'mailboxes') return chosen;
  return await writeAll(dependencies, { ...input, pattern: pattern.value, chosen });
}

function readPattern(
  text: string | undefined,
):
  | { readonly kind: 'pattern'; readonly value: string | null | undefined }
  | { readonly kind: 'invalid_pattern'; readonly reason: string } {
  if (text === undefined || text === '') return { kind: 'pattern', value: text === '' ? null : undefined };
  const parsed = parseCatchAllPattern(text);
  return parsed.ok
    ? { kind: 'pattern', value: parsed.value }
    : { kind: 'invalid_pattern', reason: `The pattern cannot be used: ${parsed.reason}` };
}

interface CatchAllToWrite extends Omit<SetCatchAll, 'pattern'> {
  readonly pattern: string | null | undefined;
  readonly chosen: Extract<ChosenMailboxes, { kind: 'mailboxes' }> | undefined;
}

/** The domain, the alias and its mailboxes in one transaction: an address is caught for somebody or by nobody. */
function writeAll(
  { db, clock }: CatchAllsDependencies,
  { organizationId, domainId, mode, pattern, chosen }: CatchAllToWrite,
): Promise<SetCatchAllResult> {
  const unknownDomain = { kind: 'unknown_domain', reason: 'There is no such domain' } as const;
  return db.transaction(async (tx) => {
    const before = await findCatchAll(tx, { organizationId, domainId });
    if (before === undefined) return unknownDomain;
    const hasMailboxes = chosen !== undefined || before.mailboxes.length > 0;
    if ((mode ?? before.mode) !== 'off' && !hasMailboxes)
      return { kind: 'no_mailbox', reason: explainRefusal('no_mailbox', 'the catch-all') };
    const domain = await writeCatchAll(tx, { organizationId, domainId, mode, pattern });
    if (domain === undefined) return unknownDomain;
    if (chosen !== undefined) {
      const alias = { newId: newId(), organizationId, domainId, createdAt: clock.now() };
      const aliasId = await ensureCatchAllAlias(tx, alias);
      await replaceMailboxes(tx, { organizationId, aliasId, mailboxIds: chosen.ids });
    }
    const catchAll = await findCatchAll(tx, { organizationId, domainId });
    return catchAll === undefined ? unknownDomain : { kind: 'set', domain, catchAll };
  });
}

/** Undefined when it cannot be made: as a rule because it is there. */
async function makeFromCatchAll(
  { db, clock }: CatchAllsDependencies,
  { domainId, localPart }: EnsureFromCatchAll,
): Promise<EnsuredAlias | undefined> {
  const creating = await findCreatingPattern(db, domainId);
  if (creating === undefined || !takesLocalPart(creating.pattern, localPart)) return undefined;
  const id = newId();
  return db.transaction(async (tx) => {
    const domainName = await insertFromCatchAll(tx, { id, domainId, localPart, createdAt: clock.now() });
    if (domainName === undefined) return undefined;
    const name = formatAddress({ localPart, domain: domainName });
    await announceDirectoryChange(tx, { subject: 'alias', name });
    const alias = await loadDirectoryAlias(tx, id);
    return alias && { kind: 'made', alias };
  });
}

async function findExisting(db: Db, address: EnsureFromCatchAll): Promise<EnsuredAlias> {
  const aliasId = await findAliasId(db, address);
  const alias = aliasId === undefined ? undefined : await loadDirectoryAlias(db, aliasId);
  return alias === undefined ? { kind: 'not_possible' } : { kind: 'exists', alias };
}
