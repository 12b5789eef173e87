/**
 * Purpose: the addresses we receive for: making and switching them, and the directory that says at RCPT what an address is.
 *
 * Standards: RFC 5321 §4.5.1 and §4.1.1.3 (RCPT), RFC 6532 §3.1 (NFC of local parts).
 *
 * Guarantees: a local part is compared in NFC and lower case; it is never given to two aliases of a domain; a deleted alias
 * keeps its name for ever. The directory is at most five seconds old (one second where it says that an address does not
 * exist), and as a rule as old as a NOTIFY.
 *
 * Fails with: values for what a person can cause; rejects when the database fails, which at RCPT is 451.
 *
 * Security: only mailboxes of the same organization that are confirmed receive; names of the form of a return path and
 * reply addresses of contacts cannot be taken.
 *
 * Not here: catch-all, plus-addressing (a plus sign is refused in names, so that it stays free for it), rules, and what to
 * answer at RCPT (`inbound/`).
 */
export { createAliases, type Aliases, type AliasesDependencies } from './aliases.ts';
export { createDirectory, type Directory, type DirectoryDependencies } from './directory.ts';
export type {
  DirectoryAlias,
  DirectoryContact,
  DirectoryEntry,
  DirectoryMailbox,
} from './directory-entry.ts';
export type {
  AddAlias,
  AddAliasRefusal,
  AddAliasResult,
  Alias,
  AliasMode,
  ChangeAlias,
  ChangeAliasResult,
  DeleteAlias,
  SetAliasEnabled,
  WhenDisabled,
} from './alias.ts';
