/**
 * Purpose: asks DNS block lists about the address of a client.
 *
 * Standards: RFC 5782 (§2.1 IPv4 and the meaning of answers, §2.4 IPv6).
 *
 * Guarantees: never rejects, and answers within 3 s however many lists there are; all are asked at the same time. An answer is repeated
 * for five minutes, a failure for ten seconds. Memory is bounded.
 *
 * Fails with: nothing. A list that does not answer, or that answers with what is no listing, says nothing: the address is not listed.
 *
 * Security: answers are not proven (no DNSSEC), so a listing is a reason to let somebody wait, never one to refuse for good. The text
 * of a listing is the list's: it is cleaned and cut. Addresses that no list can know are not told to any.
 *
 * Not here: which lists are asked (configuration), and what a listing means for a message (`inbound/`).
 */
export {
  createDnsLists,
  type DnsLists,
  type DnsListsDependencies,
  type DnsListVerdict,
} from './dns-lists.ts';
