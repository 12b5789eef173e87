import { isIPv4 } from 'node:net';
import type { Parsed } from '@smtpy/mail';
import type { Credentials } from './smtp-client/index.ts';

/** A relay (smart host) as the configuration names it. */
export interface Relay {
  /** Name or address, lower case, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether the URL asks for TLS from the first octet (`smtps`). */
  readonly isTlsImplicit: boolean;
  readonly credentials: Credentials | undefined;
}

/** RFC 8314 §7.3 (465); RFC 5321 §4.5.4.2 (25). */
const defaultPorts: Readonly<Record<string, number>> = { 'smtp:': 25, 'smtps:': 465 };

/** Reads `smtp[s]://[user:password@]host[:port]`; user and password are percent-encoded. A refusal never repeats the URL. */
export function parseRelayUrl(text: string): Parsed<Relay> {
  const url = URL.parse(text);
  const defaultPort = url === null ? undefined : defaultPorts[url.protocol];
  if (url === null || defaultPort === undefined)
    return refused('is not of the form smtp[s]://user:password@host:port');
  if (url.hostname === '') return refused('names no host');
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '')
    return refused('has something after the port');
  let credentials: Credentials | undefined;
  try {
    const username = decodeURIComponent(url.username);
    if (username !== '') credentials = { username, password: decodeURIComponent(url.password) };
  } catch {
    // Expected: URIError, for a percent sign that encodes nothing.
    return refused('has a user or password that is not percent-encoded');
  }
  return {
    ok: true,
    value: {
      host: url.hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? defaultPort : Number(url.port),
      isTlsImplicit: url.protocol === 'smtps:',
      credentials,
    },
  };
}

/** Whether the host is this machine: nobody is on the way to it, so nothing is gained by verifying its certificate. */
export function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function refused(reason: string): Parsed<Relay> {
  return { ok: false, reason: `the relay URL ${reason}` };
}
