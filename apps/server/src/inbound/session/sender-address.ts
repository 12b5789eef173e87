import { formatAddress, parseAddress, parseDomainName } from '@smtpy/mail';

/** RFC 5321 §4.5.3.1.3. */
const maxPathOctets = 256;
const looseAddress = /^([^@\s<>]+)@([^@\s<>]+)$/;
const addressLiteral = /^\[[0-9A-Za-z.:]+\]$/;

/**
 * Reads the reverse path between the angle brackets; undefined when it is none. The null path is empty. Local parts that bend the
 * grammar pass (`user.@example.com` is what some devices send), as nothing but SPF and a bounce depends on them; the domain must be one,
 * or an address literal (RFC 5321 §4.1.3).
 */
export function readReversePath(path: string): string | undefined {
  if (path === '') return '';
  const parsed = parseAddress(path);
  if (parsed.ok) return formatAddress(parsed.value);
  if (Buffer.byteLength(path) > maxPathOctets) return undefined;
  const [, localPart, domainText] = looseAddress.exec(path) ?? [];
  if (localPart === undefined || domainText === undefined) return undefined;
  if (addressLiteral.test(domainText)) return path;
  const domain = parseDomainName(domainText);
  return domain.ok ? `${localPart}@${domain.value}` : undefined;
}
