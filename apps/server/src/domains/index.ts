/**
 * Purpose: the domains of organizations: adding them, the DNS records they need, whether those are published and stay so, the keys that sign
 * their mail, and their removal.
 *
 * Standards: RFC 5321 §5.1 (MX), RFC 7208 (SPF), RFC 6376 §3.6 (DKIM keys), RFC 7489 §6.3 (DMARC), RFC 1035 §3.3.14 (TXT) and §5.1 (zone
 * text), RFC 8461 (MTA-STS), RFC 8460 (reports on TLS).
 *
 * Guarantees: a name is held by one organization at a time, however many wait for it; a domain has exactly one active signing key from its
 * first moment; whatever changes what we receive for is told on the directory channel in the transaction that changes it. Checks of a
 * name settle one after the other.
 *
 * | from     | event                                       | to       |
 * |----------|---------------------------------------------|----------|
 * | (added)  | the operator vouches for it                 | active   |
 * | (added)  | by its organization                         | pending  |
 * | pending  | ownership TXT and an MX that reaches us; nobody holds the name | active |
 * | pending  | the same, and the holder's TXT was gone in two checks, 5 minutes apart | active, the holder's: pending |
 * | active   | a record that counts was wrong in two checks, 10 minutes apart | degraded |
 * | degraded | every record that counts is right again     | active   |
 * | active, degraded | its organization is suspended       | suspended |
 * | suspended with its organization | that ends            | what it was |
 * | any but suspended | its organization removes it        | (removed: pending, found by nobody) |
 *
 * A record counts when it is required (but where the operator vouched), or was right within 30 days. Who vouched is not overruled by DNS,
 * nor is a suspension.
 *
 * Fails with: values for what a person can cause; rejects when the database fails. A DNS lookup that fails is the verdict
 * `unknown`, never `missing`.
 *
 * Security: private keys are sealed at rest with the context `dkim:<domain id>`; that another organization holds a name or waits for it is
 * not told. Verification tokens carry 160 random bits. Reply addresses of a domain that changes hands are for nobody else.
 *
 * Not here: the timetable of checks and who is told (`domain-upkeep/`); who suspends an organization (`administration/`); who receives at an
 * address, and the alias behind a catch-all (`aliases/`).
 */
export {
  createDomains,
  type CheckRecordsOptions,
  type Domains,
  type DomainsDependencies,
} from './domains.ts';
export {
  announceDirectoryChange,
  directoryChannel,
  parseDirectoryChange,
  type DirectoryChange,
} from './directory-channel.ts';
export { catchAllModes, forwardingModes, mtaStsModes } from './domain.ts';
export { claimDue } from './check-store.ts';
export { ownNames } from './context.ts';
export { domainOfMtaStsHost } from './mta-sts.ts';
export { listDomainsWithNews, lockNews, settleNews } from './news-store.ts';
export type { OwnNames } from './records.ts';
export { isRetiredReplyAddress, retireReplyAddresses } from './removal-store.ts';
export type { DomainAliases, RemoveDomain } from './remove-domain.ts';
export { formatZone } from './zone.ts';
export { resumeDomainsOf, suspendDomainsOf } from './suspension.ts';
export { listUsableDomains, type UsableDomain } from './shared.ts';
export { writeCatchAll, type CatchAllChange } from './store.ts';
export type {
  AddDomain,
  AddDomainResult,
  CatchAllMode,
  Domain,
  DomainCheck,
  DomainKey,
  DomainNews,
  DomainNewsKind,
  DomainRecord,
  DomainState,
  ForwardingMode,
  KeyState,
  MtaStsMode,
  OwnDomain,
  RecordCheck,
  RecordPurpose,
  RecordResolver,
  RecordResult,
  RecordVerdict,
  SigningKey,
} from './domain.ts';
export { domainRoutes, type DomainRoutesDependencies } from './routes.ts';
