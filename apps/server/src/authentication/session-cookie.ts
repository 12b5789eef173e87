import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '../api/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { cookiePrefix } from './better-auth-options.ts';
import { findSessionByToken } from './session-store.ts';

/** What reading cookies takes: names and signatures are those of Better Auth. */
export interface CookieReader {
  /** What the cookie of this name, without prefix, says; undefined where it is absent or its signature is wrong. */
  readonly read: (headers: IncomingHttpHeaders, name: 'session_token' | 'two_factor') => string | undefined;
}

/** Reads signed cookies: `value.signature`, percent-encoded, the signature HMAC-SHA-256 in base64. */
export function createCookieReader(options: {
  readonly secret: string;
  readonly prefix: string;
  readonly isSecure: boolean;
}): CookieReader {
  return {
    read: (headers, name) => {
      const signed = findCookie(headers.cookie ?? '', nameOf(name, options));
      const dot = signed?.lastIndexOf('.') ?? -1;
      if (signed === undefined || dot < 1) return undefined;
      const value = signed.slice(0, dot);
      const expected = createHmac('sha256', options.secret).update(value).digest();
      const given = Buffer.from(signed.slice(dot + 1), 'base64');
      return given.length === expected.length && timingSafeEqual(given, expected) ? value : undefined;
    },
  };
}

/**
 * Whether a browser brings the cookie of a session, valid or not. For what is shown first alone: who somebody is, and what he may do, is asked of
 * {@link findSession}.
 */
export function bringsSession({ cookie = '' }: IncomingHttpHeaders): boolean {
  return [true, false].some(
    (isSecure) =>
      findCookie(cookie, nameOf('session_token', { prefix: cookiePrefix, isSecure })) !== undefined,
  );
}

/** The whole name of a cookie: as Better Auth makes it, over HTTPS with the prefix of RFC 6265bis §4.1.3.1. */
function nameOf(
  name: string,
  { prefix, isSecure }: { readonly prefix: string; readonly isSecure: boolean },
): string {
  return `${isSecure ? '__Secure-' : ''}${prefix}.${name}`;
}

/** The first of a name, as servers commonly take it (RFC 6265 §5.4 puts that of the longest path there). */
function findCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    return decode(pair.slice(equals + 1).trim());
  }
  return undefined;
}

function decode(value: string): string | undefined {
  // Expected: a percent sign that begins nothing, in a cookie that we did not set.
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Who is signed in, by one statement; nothing is extended or deleted by asking. */
export async function findSession(
  { db, clock, cookies }: { readonly db: Db; readonly clock: Clock; readonly cookies: CookieReader },
  headers: IncomingHttpHeaders,
): Promise<Principal | undefined> {
  const token = cookies.read(headers, 'session_token');
  const found = token === undefined ? undefined : await findSessionByToken(db, token, clock.now());
  if (found === undefined) return undefined;
  const { sessionId, startedAt, ...person } = found;
  return { ...person, credential: { kind: 'session', sessionId, startedAt } };
}
