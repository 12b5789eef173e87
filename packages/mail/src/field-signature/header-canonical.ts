import type { HeaderField } from '../header/index.ts';

const spaceRuns = /[ \t]+/g;

/**
 * Relaxed canonical form of a field (RFC 6376 §3.4.2) with its CRLF, one octet per character: name in lower case, unfolded, white space
 * runs as one space, none at the end and around the colon.
 */
export function canonicaliseField(field: HeaderField): string {
  const octets = field.raw.toString('latin1').replaceAll('\r\n', '').replace(spaceRuns, ' ');
  const value = octets.slice(octets.indexOf(':') + 1);
  const start = value.startsWith(' ') ? 1 : 0;
  const end = value.length > start && value.endsWith(' ') ? -1 : undefined;
  return `${field.lowerName}:${value.slice(start, end)}\r\n`;
}
