import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
  type Answer,
  type DecodedPacket,
  type OptAnswer,
  type Packet,
  type Question,
} from 'dns-packet';
import type { DnsFailure } from './records.ts';
import type { Lookup } from './zone-data.ts';

/** A query of one question. */
export interface Query {
  readonly packet: DecodedPacket;
  readonly question: Question;
  /** What the client can take over UDP: its EDNS payload size (RFC 6891 §6.2.5), else 512 (RFC 1035 §4.2.1). */
  readonly maxUdpBytes: number;
}

/** RFC 1035 §4.1.1. */
const responseCodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
/** Of a message without EDNS (RFC 1035 §4.2.1). */
const plainUdpBytes = 512;

/** The query in a message, or `undefined` when it is none. */
export function parseQuery(message: Buffer): Query | undefined {
  try {
    const packet = decode(message);
    const [question] = packet.questions ?? [];
    if (packet.type !== 'query' || question === undefined) return undefined;
    const edns = packet.additionals?.find((one): one is OptAnswer => one.type === 'OPT');
    return { packet, question, maxUdpBytes: Math.max(plainUdpBytes, edns?.udpPayloadSize ?? 0) };
  } catch {
    // Expected: RangeError and Error of dns-packet for octets that are not DNS.
    return undefined;
  }
}

/** The response to a query, or `undefined` when the name is to time out. */
export function formatResponse(query: Query, lookup: Lookup): Packet | undefined {
  if (lookup.kind === 'failure') return formatFailure(query, lookup.failure);
  if (lookup.kind === 'found') return makePacket(query, 'NOERROR', { answers: lookup.answers });
  const code = lookup.kind === 'no_name' ? 'NXDOMAIN' : 'NOERROR';
  return makePacket(query, code, { answers: lookup.answers, authorities: [negativeSoa] });
}

function formatFailure(query: Query, failure: DnsFailure): Packet | undefined {
  if (failure === 'TIMEOUT') return undefined;
  return makePacket(query, failure, { authorities: failure === 'NXDOMAIN' ? [negativeSoa] : [] });
}

/** RFC 2308 §3: says how long the absence may be remembered, which is not at all. */
const negativeSoa: Answer = {
  name: '.',
  type: 'SOA',
  class: 'IN',
  ttl: 0,
  data: {
    mname: 'ns.test',
    rname: 'hostmaster.test',
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: 0,
  },
};

function makePacket(
  query: Query,
  code: keyof typeof responseCodes,
  sections: { readonly answers?: readonly Answer[]; readonly authorities?: readonly Answer[] },
): Packet {
  const { packet, question } = query;
  const recursion = packet.flag_rd ? RECURSION_DESIRED | RECURSION_AVAILABLE : RECURSION_AVAILABLE;
  const edns = packet.additionals?.find((one) => one.type === 'OPT');
  return {
    type: 'response',
    id: packet.id,
    flags: AUTHORITATIVE_ANSWER | recursion | responseCodes[code],
    questions: [question],
    answers: [...(sections.answers ?? [])],
    authorities: [...(sections.authorities ?? [])],
    additionals: edns === undefined ? [] : [ednsAnswer],
  };
}

const ednsAnswer: Answer = {
  name: '.',
  type: 'OPT',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** The octets for UDP: without records and with TC where they would be too many (RFC 2181 §9). */
export function encodeForUdp(response: Packet, maxBytes: number): Buffer {
  const whole = encode(response);
  if (whole.length <= maxBytes) return whole;
  const flags = (response.flags ?? 0) | TRUNCATED_RESPONSE;
  return encode({ ...response, flags, answers: [], authorities: [] });
}
