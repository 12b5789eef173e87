import type { Form } from './form.ts';
import { accepted, refused } from './form.ts';
import { parseUrl, secretUrl } from './network-form.ts';
import type { Secret } from './secret.ts';

/** The base of an OTLP/HTTP endpoint. Normalised to have no slash at the end. */
export const collectorUrl: Form<string> = {
  words: 'a URL of scheme, host and perhaps port and path (`http://127.0.0.1:4318`)',
  parse: (text) => {
    const url = parseUrl(text, ['http:', 'https:']);
    if (!url.ok) return url;
    const { username, password, search, hash, href } = url.value;
    if (username !== '' || password !== '') return refused('a URL with a user name or password');
    if (search !== '' || hash !== '') return refused('a URL with a query or a fragment');
    return accepted(href.replace(/\/+$/, ''));
  },
  format: (value) => value,
};

/** Where Sentry takes reports of a project: `https://key@host/project`. */
export const sentryDsn: Form<Secret> = secretUrl(
  'a DSN `https://key@host/project`',
  ['http:', 'https:'],
  ({ username, pathname, search, hash }) => {
    if (username === '') return 'a DSN without a key';
    if (search !== '' || hash !== '') return 'a URL with a query or a fragment';
    return /^\/(?:.+\/)?\d+$/.test(pathname) ? undefined : 'a DSN without the number of a project';
  },
);
