import { ApiError } from '../api/index.ts';
import type { Rate } from '../config/index.ts';
import type { Db } from '../db/index.ts';
import { networkOf } from '../dns/index.ts';
import type { Clock } from '../observe/index.ts';
import { bucketOf, type RequestLimits, type Use } from '../request-limits/index.ts';
import { hasMark } from './marks.ts';
import { findUserByLogin } from './store.ts';

const minuteMs = 60_000;

/**
 * Tries at one login from one network; a right password begins anew. Someone who mistypes notices nothing; who goes on has 960 tries a day,
 * with which a password of eight random letters stands for a million years.
 */
const pairRate: Rate = { count: 10, windowMs: 15 * minuteMs };

/**
 * Tries at one login from everywhere, against many networks that try the same one. It also meets the owner where he never was, and for as long
 * as strangers go on; in networks where he signed in within 30 days it does not hold, and a link by mail makes a network such a one.
 */
const loginRate: Rate = { count: 20, windowMs: 10 * minuteMs };

/** Tries from one network at all logins: one password at a thousand users. A company behind one address signs in on Monday morning. */
const networkRate: Rate = { count: 100, windowMs: 15 * minuteMs };

/** Codes of second factors from one network; each sign-in allows five wrong ones, each user ten in a row. */
const codeRate: Rate = { count: 30, windowMs: 15 * minuteMs };

/** Confirmations by the password of who is signed in. */
const passwordRate: Rate = { count: 10, windowMs: 15 * minuteMs };

/** Mails to one address that anybody may ask for: more help nobody and annoy. */
const mailRate: Rate = { count: 5, windowMs: 60 * minuteMs };

/** What counting takes. */
export interface TriesDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly limits: Pick<RequestLimits, 'take' | 'forget'>;
}

/** Counts a try at a login before it is judged, so that of many at once no more are judged than are allowed. Throws when there were too many. */
export async function countSignIn(
  dependencies: TriesDependencies,
  { login, ip }: { readonly login: string; readonly ip: string },
): Promise<void> {
  const network = networkOf(ip);
  // A person counts once, by whichever name; the statements are the same for a login of nobody.
  const userId = (await findUserByLogin(dependencies.db, login))?.id;
  const who = userId ?? login;
  const uses: readonly Use[] = [
    use('sign-in', pairBucket(who, network), pairRate),
    use('sign-in-network', bucketOf('sign-in network', network), networkRate),
  ];
  const isKnown = await isKnownNetwork(dependencies, { userId: userId ?? nobody, network });
  const ofLogin = use('sign-in-login', bucketOf('sign-in login', who), loginRate);
  await take(dependencies, isKnown ? uses : [...uses, ofLogin]);
}

/** After the right password: what was mistyped before is forgotten. Counts of the network and the login stay. */
export function forgetSignIns(
  { limits }: TriesDependencies,
  { userId, ip }: { readonly userId: string; readonly ip: string },
): Promise<void> {
  return limits.forget(pairBucket(userId, networkOf(ip)));
}

/** Counts a try at a code. */
export function countCode(dependencies: TriesDependencies, ip: string): Promise<void> {
  return take(dependencies, [use('second-factor', bucketOf('second factor', networkOf(ip)), codeRate)]);
}

/** Counts a confirmation by password. */
export function countConfirmation(dependencies: TriesDependencies, userId: string): Promise<void> {
  return take(dependencies, [use('confirmation', bucketOf('confirmation', userId), passwordRate)]);
}

/** Whether one more mail may be sent to an address; who asked does not hear of it. */
export async function mayMail({ limits }: TriesDependencies, email: string): Promise<boolean> {
  return (await limits.take([use('mail', bucketOf('authentication mail', email), mailRate)])).isWithin;
}

const nobody = '00000000-0000-0000-0000-000000000000';

function isKnownNetwork(
  { db, clock }: TriesDependencies,
  { userId, network }: { readonly userId: string; readonly network: string },
): Promise<boolean> {
  return hasMark(db, { kind: 'network', userId, subject: network }, clock.now());
}

function use(policy: string, bucket: string, rate: Rate): Use {
  return { policy, bucket, rate };
}

function pairBucket(who: string, network: string): string {
  return bucketOf('sign-in', JSON.stringify([who, network]));
}

async function take({ limits }: TriesDependencies, uses: readonly Use[]): Promise<void> {
  const { isWithin, states } = await limits.take(uses);
  if (isWithin) return;
  const full = states.filter(({ remaining }) => remaining === 0);
  throw new ApiError('rate_limited', {
    detail: 'There were too many tries. Wait a little before the next one.',
    retryAfterSeconds: Math.max(1, ...full.map(({ resetSeconds }) => resetSeconds)),
  });
}
