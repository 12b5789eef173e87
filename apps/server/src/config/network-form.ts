import { isIP } from 'node:net';
import { parseDomainName, type Parsed } from '@smtpy/mail';
import { accepted, refused, type Form } from './form.ts';
import { Secret } from './secret.ts';

/** A fully qualified host name. Normalised to lower case and A-labels. */
export const hostName: Form<string> = {
  words: 'a host name with at least one dot',
  parse: (text) => {
    if (isIP(text) !== 0) return refused('an address, not a host name');
    const parsed = parseDomainName(text);
    if (!parsed.ok) return refused(`not a host name (${parsed.reason})`);
    return parsed.value.includes('.')
      ? parsed
      : refused('a name without a dot, which other mail servers cannot look up');
  },
  format: (value) => value,
};

/** An address to listen on. */
export const listeningAddress: Form<string> = {
  words: 'an IP address to listen on (`127.0.0.1` for this machine only, `0.0.0.0` or `::` for all)',
  parse: (text) => {
    if (text === 'localhost') return accepted('127.0.0.1');
    return isIP(text) === 0 ? refused('not an IP address') : accepted(text);
  },
  format: (value) => value,
};

/** A DNS server as `address:port`, IPv6 in brackets. The port is 53 where none is given. */
export const dnsServer: Form<string> = {
  words: 'an IP address with or without a port (`192.0.2.1`, `127.0.0.1:5353`, `[::1]:53`)',
  parse: (text) => {
    if (isIP(text) === 6) return accepted(`[${text}]:53`);
    const [, bracketed, plain = '', portText = '53'] =
      /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
    const isAddress = bracketed === undefined ? isIP(plain) === 4 : isIP(bracketed) === 6;
    const port = Number(portText);
    if (!isAddress || port < 1 || port > 65_535) return refused('not an IP address with or without a port');
    return accepted(`${bracketed === undefined ? plain : `[${bracketed}]`}:${String(port)}`);
  },
  format: (value) => value,
};

/** The address of the pages: an origin. Normalised to have no slash at the end. */
export const origin: Form<string> = {
  words: 'a URL of scheme, host and perhaps port (`https://mail.example.com`)',
  parse: (text) => {
    const url = parseUrl(text, ['http:', 'https:']);
    if (!url.ok) return url;
    const { username, password, pathname, search, hash } = url.value;
    if (username !== '' || password !== '') return refused('a URL with a user name or password');
    if (pathname !== '/' || search !== '' || hash !== '')
      return refused('a URL with a path, a query or a fragment');
    return accepted(url.value.origin);
  },
  format: (value) => value,
};

/** The connection URL of a PostgreSQL server. */
export const databaseUrl: Form<Secret> = secretUrl(
  'a URL `postgres://user:password@host:port/database`',
  ['postgres:', 'postgresql:'],
  () => undefined,
);

/** The URL of a smart host. Without a port it is 25 for `smtp`, 465 for `smtps`. */
export const relayUrl: Form<Secret> = secretUrl(
  'a URL `smtp://host:port` or `smtps://user:password@host:port`',
  ['smtp:', 'smtps:'],
  ({ hostname, username, password, pathname, search, hash }) => {
    if (hostname === '') return 'a URL without a host';
    if (!['', '/'].includes(pathname) || search !== '' || hash !== '')
      return 'a URL with a path, a query or a fragment';
    return (username === '') === (password === '')
      ? undefined
      : 'a URL with only one of user name and password';
  },
);

/** Text that must not be printed, of at least `minLength` characters. */
export function secretText({ minLength }: { readonly minLength: number }): Form<Secret> {
  return {
    words: `text of at least ${String(minLength)} characters`,
    parse: (text) =>
      text.length < minLength
        ? refused(`shorter than ${String(minLength)} characters`)
        : accepted(new Secret(text)),
    format: String,
  };
}

/** A file or folder, made absolute against the folder the program was started in. */
export function path(absolute: (text: string) => string): Form<string> {
  return {
    words: 'a path, absolute or from the folder the program is started in',
    parse: (text) => (text.includes('\0') ? refused('not a path') : accepted(absolute(text))),
    format: (value) => value,
  };
}

/** A URL that must not be printed. `fault` looks at it and may name what is wrong with it. No reason repeats the URL. */
export function secretUrl(
  words: string,
  protocols: readonly string[],
  fault: (url: URL) => string | undefined,
): Form<Secret> {
  return {
    words,
    parse: (text) => {
      const url = parseUrl(text, protocols);
      if (!url.ok) return url;
      const reason = fault(url.value);
      return reason === undefined ? accepted(new Secret(text)) : refused(reason);
    },
    format: String,
  };
}

/** A URL with one of the schemes, each with its colon. */
export function parseUrl(text: string, protocols: readonly string[]): Parsed<URL> {
  const url = URL.parse(text);
  if (url === null) return refused('not a URL');
  const schemes = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return protocols.includes(url.protocol)
    ? accepted(url)
    : refused(`a URL that does not begin with ${schemes}`);
}

/** An address, or a network with its prefix length. */
export const network: Form<string> = {
  words: 'an IP address or a network (`127.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`)',
  parse: (text) => {
    const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
    const version = isIP(address);
    if (version === 0 || address.includes('%')) return refused('neither an IP address nor a network');
    // A prefix of no bits would believe the whole world.
    const isLength =
      prefix === undefined || (Number(prefix) > 0 && Number(prefix) <= (version === 4 ? 32 : 128));
    return isLength ? accepted(text) : refused('a network whose prefix length is out of range');
  },
  format: (value) => value,
};

/** A zone of a DNS block list. */
export const dnsZone: Form<string> = {
  words: 'a domain name (`zen.example.org`)',
  parse: (text) => {
    const parsed = parseDomainName(text);
    return parsed.ok ? parsed : refused(`not a domain name (${parsed.reason})`);
  },
  format: (value) => value,
};
