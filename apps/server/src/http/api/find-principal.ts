import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, type Principal } from '../../api/index.ts';
import type { ApiDependencies } from './dependencies.ts';

/** Scheme and token of RFC 6750 §2.1; schemes are compared without case (RFC 9110 §11.1). */
const bearer = /^bearer +([\x21-\x7e]{1,256})$/i;

/**
 * Who sent a request: by key where one was sent, else by session. What was sent as a key and is none is refused, whatever cookie came with
 * it and whatever is asked for: a program would otherwise act as somebody else and not notice that its key has ended.
 */
export async function findPrincipal(
  { sessions, keys }: Pick<ApiDependencies, 'sessions' | 'keys'>,
  { headers, ip }: { readonly headers: IncomingHttpHeaders; readonly ip: string },
): Promise<Principal | undefined> {
  if (headers.authorization !== undefined) {
    const key = bearer.exec(headers.authorization)?.[1];
    const principal = key === undefined ? undefined : await keys.verifyKey(key, { ip });
    if (principal !== undefined) return principal;
    throw new ApiError('unauthenticated', { detail: 'The key is unknown, has expired or was revoked.' });
  }
  return headers.cookie === undefined ? undefined : sessions.findSession(headers);
}
