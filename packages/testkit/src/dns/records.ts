/** The record types the server answers, with the form one value has in `set`. */
export interface DnsRecordData {
  /** IPv4 address in dotted form. */
  readonly A: string;
  /** IPv6 address in text form. */
  readonly AAAA: string;
  /** Exchange `.` with preference 0 is the null MX of RFC 7505 §3. */
  readonly MX: { readonly preference: number; readonly exchange: string };
  /** One string is cut into character-strings of 255 octets; an array gives the character-strings as they are. */
  readonly TXT: string | readonly string[];
  /** Domain name, asked for under its `in-addr.arpa` or `ip6.arpa` name. */
  readonly PTR: string;
  /** Domain name; the server follows it inside its own data. */
  readonly CNAME: string;
  /** Property of RFC 8659 §4.1; flags 128 marks it critical. */
  readonly CAA: {
    readonly flags?: number;
    readonly tag: 'issue' | 'issuewild' | 'iodef';
    readonly value: string;
  };
  /** Domain name of a name server. */
  readonly NS: string;
}

/** A record type the server can hold. */
export type DnsRecordType = keyof DnsRecordData;

/** The records of one name, by type. */
export type DnsRecordSet = { readonly [Type in DnsRecordType]?: readonly DnsRecordData[Type][] };

/** Records by name. Names are taken in any case, with or without the final dot. */
export type DnsZones = Readonly<Record<string, DnsRecordSet>>;

/** What a name does instead of answering: a response code, or no response at all. */
export type DnsFailure = 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED' | 'TIMEOUT';
