/**
 * Purpose: a DNS server whose records a test sets, and which can fail.
 * Standards: RFC 1035; RFC 2308 (NXDOMAIN and NODATA with SOA); RFC 6891 (EDNS payload size); RFC 7505 (null MX).
 * Guarantees: names compare without regard to case, and come back as asked. A name that has records, or has a name below
 * it, exists. Long TXT values are cut into character-strings. A response too long for UDP is cut, with TC set; TCP has it whole.
 * Fails with: a query that is not DNS is not answered.
 */
export type { DnsFailure, DnsRecordData, DnsRecordSet, DnsRecordType, DnsZones } from './records.ts';
export { startDnsServer, type DnsQuery, type DnsServer, type DnsServerOptions } from './dns-server.ts';
