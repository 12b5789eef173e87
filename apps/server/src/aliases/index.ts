/**
 * Purpose: the addresses we receive for: making and switching them, and the directory that says at RCPT what an address is.
 *
 * Standards: RFC 5321 §4.5.1 and §4.1.1.3 (RCPT), RFC 6532 §3.1 (NFC of local parts).
 *
 * Guarantees: a local part is compared in NFC and lower case; it is never given to two aliases of a domain; a deleted alias
 * keeps its name for ever, also from a catch-all. The directory is at most five seconds old (one second where it says that an
 * address does not exist), and as a rule as old as a NOTIFY. An alias with a number of messages gives out no more than that. On a shared
 * domain an alias is its own organization's in everything; what speaks for the domain is kept for its owner. What people and programs change
 * over the API leaves an entry in the audit log, in the same transaction.
 *
 * A catch-all is an alias with the local part `*`, made when a domain's catch-all is first switched on. It is no address: nobody can
 * write to it, list it or change it but through the domain. Whoever uses it puts in the address that was written to. It stays when the
 * catch-all is switched off (the domain decides), so that what was forwarded by it can still be answered.
 *
 * Fails with: values for what a person can cause; rejects when the database fails, which at RCPT is 451.
 *
 * Security: only mailboxes of the same organization that are confirmed receive; names of the form of a return path and
 * reply addresses of contacts cannot be taken, nor caught. Patterns are RE2 and bounded in size, so that no owner can make our
 * matching slow.
 *
 * Not here: what to answer at RCPT, in which order plus-addressing and catch-all are tried, and what pinning does (`inbound/`);
 * rules.
 */
export { createAliases, type Aliases, type AliasesDependencies } from './aliases.ts';
export type {
  CatchAll,
  CatchAlls,
  EnsuredAlias,
  EnsureFromCatchAll,
  SetCatchAll,
  SetCatchAllResult,
} from './catch-all.ts';
export { domainAliases } from './domain-aliases.ts';
export { matchesCatchAll, takesLocalPart } from './catch-all-pattern.ts';
export { createDirectory, type Directory, type DirectoryDependencies } from './directory.ts';
export type {
  DirectoryAlias,
  DirectoryCatchAll,
  DirectoryContact,
  DirectoryDomain,
  DirectoryEntry,
  DirectoryMailbox,
} from './directory-entry.ts';
export {
  createPins,
  type AddPinResult,
  type Pin,
  type PinJudgement,
  type Pins,
  type PinsDependencies,
} from './pins.ts';
export { isAliasName, isExpired } from './rules.ts';
export { pinnings } from './alias.ts';
export type {
  AddAlias,
  AddAliasRefusal,
  AddAliasResult,
  Alias,
  AliasMode,
  AliasPage,
  AliasSettings,
  ChangeAlias,
  ChangeAliasResult,
  DeleteAlias,
  MailboxRefusal,
  Pinning,
  SetAliasEnabled,
  WhenDisabled,
} from './alias.ts';
export { createAliasActivity, type AliasActivity, type AliasActivityDependencies } from './activity.ts';
export type { AliasRoutesDependencies } from './dependencies.ts';
export { aliasRoutes } from './routes.ts';
