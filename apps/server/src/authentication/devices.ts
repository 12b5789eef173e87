import type { Tx } from '../db/index.ts';
import { networkOf } from '../dns/index.ts';
import { hasMark, setMark, type Mark } from './marks.ts';
import type { AuthUser } from './store.ts';

const dayMs = 86_400_000;

/** How long a device and a network stay known after they were last used. */
const knownMs = 30 * dayMs;

/** In the first day of an account every device is new, and its owner knows. */
const newAccountMs = dayMs;

/** Where a sign-in comes from. */
export interface SignInPlace {
  readonly ip: string;
  readonly userAgent: string | undefined;
  readonly now: Date;
}

/** Notes where a user signed in; gives whether the owner should hear of it. */
export async function noteDevice(tx: Tx, user: AuthUser, place: SignInPlace): Promise<boolean> {
  const network = networkOf(place.ip);
  const device: Mark = {
    kind: 'device',
    userId: user.id,
    subject: JSON.stringify([network, place.userAgent ?? '']),
  };
  const isKnown = await hasMark(tx, device, place.now);
  await setMark(tx, device, { now: place.now, lifetimeMs: knownMs });
  await noteNetwork(tx, user.id, place);
  return !isKnown && place.now.getTime() - user.createdAt.getTime() > newAccountMs;
}

/** Notes that a user was in this network: strangers cannot keep him from signing in there. */
export function noteNetwork(
  tx: Tx,
  userId: string,
  { ip, now }: Omit<SignInPlace, 'userAgent'>,
): Promise<void> {
  return setMark(tx, { kind: 'network', userId, subject: networkOf(ip) }, { now, lifetimeMs: knownMs });
}
