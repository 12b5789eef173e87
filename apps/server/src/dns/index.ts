/**
 * Purpose: answers questions to the Domain Name System over the configured servers (or the system's), for mail
 * routing, for the verification of senders and for the checks of domains.
 *
 * Standards: RFC 1035, RFC 2308 (negative answers are remembered).
 *
 * Guarantees: every question ends within its deadline. Equal questions asked at the same time go out once. Memory is
 * bounded. A temporary failure is never remembered.
 *
 * Fails with: {@link DnsError}, whose `code` is Node's: `ENOTFOUND` (no such name), `ENODATA` (no such record),
 * `ESERVFAIL`, `ETIMEOUT`, … The typed questions turn these into a {@link DnsAnswer} and do not reject.
 *
 * Security: answers are not validated (no DNSSEC); nothing may be trusted because DNS said it.
 *
 * Not here: what the answers mean for a delivery (`delivery/mx`) or for a sender (`inbound/`).
 */
export { clientKey, networkOf } from './client-network.ts';
export {
  createResolver,
  DnsError,
  type DnsAnswer,
  type DnsRecords,
  type DnsResolver,
  type MxRecord,
  type ResolverOptions,
} from './resolver.ts';
