import type { MxRecord } from 'node:dns';
import { DnsError, type DnsRecords } from '../../apps/server/src/dns/index.ts';

/** DNS data of the SPF suite: by name a list of records, or of `TIMEOUT` for the questions that nobody answers. */
export type ZoneData = Readonly<Record<string, readonly ('TIMEOUT' | Readonly<Record<string, unknown>>)[]>>;

interface ZoneRecord {
  readonly type: string;
  readonly value: unknown;
}

type Answer = (name: string, rrtype: string) => Promise<DnsRecords>;

const maxAliases = 8;
const maxLabelOctets = 63;
const timeout: ZoneRecord = { type: 'TIMEOUT', value: undefined };

/** A resolver that knows the zone data only and answers as `dns/` does, by the rules of the suite's own driver. */
export function resolveFrom(data: ZoneData): Answer {
  const zone = new Map(
    Object.entries(data).map(([name, entries]) => [name.toLowerCase(), recordsOf(entries)]),
  );
  return (name, rrtype) =>
    new Promise((resolve) => {
      resolve(answer(zone, name.replace(/\.$/, ''), rrtype));
    });
}

/** Records of the abolished type SPF stand for TXT records where there are none of these. `NONE` is a TXT record that is not there. */
function recordsOf(entries: ZoneData[string]): readonly ZoneRecord[] {
  const records = entries.flatMap((entry) =>
    entry === 'TIMEOUT' ? [timeout] : Object.entries(entry).map(([type, value]) => ({ type, value })),
  );
  const hasText = records.some(({ type }) => type === 'TXT');
  return records
    .map((record) => (record.type === 'SPF' && !hasText ? { ...record, type: 'TXT' } : record))
    .filter(({ value }) => value !== 'NONE');
}

function answer(zone: ReadonlyMap<string, readonly ZoneRecord[]>, name: string, rrtype: string): DnsRecords {
  const fail = (code: string) => new DnsError(`${rrtype} ${name}`, code);
  if (name.split('.').some((label) => label.length > maxLabelOctets)) throw fail('EBADNAME');
  const records = zone.get(followAliases(zone, name.toLowerCase()));
  if (records === undefined) throw fail(name.startsWith('error.') ? 'ETIMEOUT' : 'ENOTFOUND');
  const found = records.filter(({ type }) => type === rrtype);
  if (found.some(({ value }) => value === 'TIMEOUT')) throw fail('ETIMEOUT');
  if (found.length === 0) throw fail(records.includes(timeout) ? 'ETIMEOUT' : 'ENODATA');
  return found.map(({ value }) => toNodeForm(rrtype, value)) as DnsRecords;
}

function followAliases(zone: ReadonlyMap<string, readonly ZoneRecord[]>, start: string): string {
  let name = start;
  for (let step = 0; step < maxAliases; step++) {
    const alias = zone.get(name)?.find(({ type }) => type === 'CNAME')?.value;
    if (typeof alias !== 'string') return name;
    name = alias.toLowerCase();
  }
  return name;
}

function toNodeForm(rrtype: string, value: unknown): string | string[] | MxRecord {
  if (rrtype === 'TXT') return [value].flat() as string[];
  if (rrtype !== 'MX') return value as string;
  const [priority, exchange] = value as [number, string];
  return { priority, exchange };
}
