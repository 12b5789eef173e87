import type { IncomingHttpHeaders } from 'node:http';
import type { Actor, Principal } from '../api/index.ts';
import { maxCharacters } from './rules.ts';

/** Whoever runs the command line: who can reach the database is the operator. */
export const operatorActor: Actor = { kind: 'operator' };

/** The program itself: jobs. */
export const systemActor: Actor = { kind: 'system' };

/** Where a request came from, for the log. */
export interface RequestOrigin {
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  /** As far as trusted proxies tell it. */
  readonly ip: string;
}

/** Who acts by a request: the person or the key, or nobody who is known. */
export function actorOf(principal: Principal | undefined, { requestId, headers, ip }: RequestOrigin): Actor {
  const origin = { ip, requestId, userAgent: headers['user-agent']?.slice(0, maxCharacters.userAgent) };
  if (principal === undefined) return { kind: 'nobody', ...origin };
  const { userId, email, credential } = principal;
  const person = { userId, label: email, ...origin };
  return credential.kind === 'key'
    ? { kind: 'key', keyId: credential.keyId, ...person }
    : { kind: 'user', ...person };
}
