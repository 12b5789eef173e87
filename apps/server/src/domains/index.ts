/**
 * Purpose: the domains of organizations: adding them, the DNS records they need, whether those are published, and the key
 * that signs their mail.
 *
 * Standards: RFC 5321 §5.1 (MX), RFC 7208 (SPF), RFC 6376 §3.6 (DKIM keys), RFC 7489 §6.3 (DMARC), RFC 1035 §3.3.14 (TXT).
 *
 * Guarantees: a domain name belongs to one organization; a domain has exactly one active signing key from its first moment;
 * whatever changes what we receive for is told on the directory channel in the transaction that changes it.
 *
 * | from     | event                                       | to       |
 * |----------|---------------------------------------------|----------|
 * | (added)  | the operator vouches for it                 | active   |
 * | (added)  | by its organization                         | pending  |
 * | pending  | ownership TXT and an MX that reaches us     | active   |
 * | degraded | every required record is right again        | active   |
 * | active, degraded | its organization is suspended       | suspended |
 * | suspended with its organization | that ends            | what it was |
 *
 * Fails with: values for what a person can cause; rejects when the database fails. A DNS lookup that fails is the verdict
 * `unknown`, never `missing`.
 *
 * Security: private keys are sealed at rest with the context `dkim:<domain id>`; that another organization holds a name is
 * not told. Verification tokens carry 160 random bits.
 *
 * Not here: what marks a domain `degraded`; who suspends an organization (`administration/`); who receives at an address, and the alias behind a catch-all
 * (`aliases/`).
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
export { catchAllModes, forwardingModes } from './domain.ts';
export { resumeDomainsOf, suspendDomainsOf } from './suspension.ts';
export { listUsableDomains, type UsableDomain } from './shared.ts';
export { writeCatchAll, type CatchAllChange } from './store.ts';
export type {
  AddDomain,
  AddDomainResult,
  CatchAllMode,
  Domain,
  DomainCheck,
  DomainRecord,
  DomainState,
  ForwardingMode,
  RecordCheck,
  RecordPurpose,
  RecordResolver,
  RecordVerdict,
  SigningKey,
} from './domain.ts';
export { domainRoutes } from './routes.ts';
