import type { DomainName } from '@smtpy/mail';
import type { DomainRecord } from './domain.ts';

/** How long resolvers keep a record: an hour, so that a mistake does not last a day. */
const ttlSeconds = 3_600;

/** Octets of one character-string (RFC 1035 §3.3). */
const maxStringOctets = 255;

/** Records as zone text (RFC 1035 §5.1): absolute names, one record a line. */
export function formatZone(name: DomainName, records: readonly DomainRecord[]): string {
  const lines = records.map(
    (record) => `${record.name}. ${String(ttlSeconds)} IN ${record.type} ${formatData(record)}`,
  );
  return [`$ORIGIN ${name}.`, ...lines, ''].join('\n');
}

function formatData({ type, value }: DomainRecord): string {
  return type === 'TXT' ? splitText(value).map(quote).join(' ') : value;
}

/** Cuts octets, not characters: a string of a zone is octets. */
function splitText(text: string): readonly Buffer[] {
  const octets = Buffer.from(text);
  const count = Math.max(1, Math.ceil(octets.length / maxStringOctets));
  return Array.from({ length: count }, (_, index) =>
    octets.subarray(index * maxStringOctets, (index + 1) * maxStringOctets),
  );
}

function quote(octets: Buffer): string {
  return `"${Array.from(octets, escapeOctet).join('')}"`;
}

/** RFC 1035 §5.1: a backslash before what has a meaning, and before three decimal digits for what cannot be printed. */
function escapeOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  if (character === '"' || character === '\\') return `\\${character}`;
  return octet >= 0x20 && octet < 0x7f ? character : `\\${String(octet).padStart(3, '0')}`;
}
