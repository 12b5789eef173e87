import { isIP } from 'node:net';
import type { Parsed } from '@smtpy/mail';
import { isPublicAddress } from './public-address.ts';

/** Whether an address may be connected to. */
export type AllowsAddress = (ip: string) => boolean;

/** Longest URL that is taken: what programs and proxies on the way commonly take too. */
const maxUrlCharacters = 2_000;

/** Ports below are those of other services: whoever could choose one would have us talk to them. 443 is the one of HTTPS. */
const firstFreePort = 1_024;

/** Parsers of URLs drop some of these and turn the others around, and not all of them alike. */
const unwanted = /[\s\\\p{Cc}]/u;

/** Names that mean something within a network alone (RFC 6761, RFC 6762, RFC 8375, and what ICANN reserved for private use). */
const localNames = ['localhost', 'local', 'internal', 'home.arpa', 'lan', 'localdomain'] as const;

/** What `localhost` means without asking anybody (RFC 6761 §6.3). */
const loopbackAddresses = ['127.0.0.1', '::1'] as const;

/**
 * A URL that a person names for us to call. Refused is, with a sentence without a full stop: what is not HTTPS, names a user or password, a port of another service, an
 * address that is not public however it is written, or a name that only a private network knows. What a public name leads to is judged with
 * every call, not here.
 */
export function parseTarget(text: string, allowsAddress: AllowsAddress = isPublicAddress): Parsed<URL> {
  const refused = (reason: string): Parsed<URL> => ({ ok: false, reason });
  if (text.length > maxUrlCharacters)
    return refused(`It has more than ${String(maxUrlCharacters)} characters`);
  if (unwanted.test(text)) return refused('It holds a space, a backslash or a control character');
  // The parser of URLs makes one form of all notations of an address: decimal, octal, hexadecimal, short, full-width.
  const url = URL.parse(text);
  if (url === null) return refused('It is no URL');
  if (url.protocol !== 'https:') return refused('It does not begin with https://');
  if (url.username !== '' || url.password !== '') return refused('It holds a user name or password');
  if (url.hash !== '') return refused('It has a fragment, which no server is sent');
  const port = Number(url.port);
  if (port !== 0 && port < firstFreePort)
    return refused(`Its port is neither 443 nor ${String(firstFreePort)} or above`);
  const reason = refuseHost(hostOf(url), allowsAddress);
  return reason === undefined ? { ok: true, value: url } : refused(reason);
}

/** The host of a URL as it is connected to: an address without brackets, a name without the dot of the root. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** The addresses that a host has without DNS: of an address itself, of `localhost` the loopback's. Undefined: DNS knows. */
export function addressesWithoutDns(host: string): readonly string[] | undefined {
  if (isIP(host) !== 0) return [host];
  return isBelow(host, 'localhost') ? loopbackAddresses : undefined;
}

function refuseHost(host: string, allowsAddress: AllowsAddress): string | undefined {
  if (host === '') return 'It names no host';
  const known = addressesWithoutDns(host);
  if (known !== undefined)
    return known.some(allowsAddress)
      ? undefined
      : 'It leads to an address that is not on the public Internet';
  if (!host.includes('.')) return 'Its host has no dot, so only a private network knows it';
  return localNames.some((name) => isBelow(host, name))
    ? 'Its host is a name that only a private network knows'
    : undefined;
}

function isBelow(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}
