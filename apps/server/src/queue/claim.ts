import type { Db } from '../db/index.ts';
import { claimNamedText, claimWalkText, smallestIdText } from './claim-sql.ts';
import { toClaimedDelivery, type DeliveryRow } from './delivery-row.ts';
import { KeyRotation } from './key-rotation.ts';
import type { ClaimedDelivery } from './types.ts';

/** What a delivery process asks for. */
export interface ClaimRequest {
  /** Name of the process, unique among running ones. */
  readonly owner: string;
  /** The most deliveries to lease, 1 or more. */
  readonly limit: number;
  /** The most deliveries of one queue key that this process works on at once. */
  readonly perDestination: number;
  /** Deliveries in progress by queue key. A key that is to rest is given with `perDestination` or more. */
  readonly busyKeys: ReadonlyMap<string, number>;
  /** Keys named by notifications: looked at first, before the rotation goes on. */
  readonly hintedKeys: Iterable<string>;
  /** How long the lease lasts from now; renewed before a third of it is left. */
  readonly leaseMs: number;
}

/** Keys that one statement looks at: bounds it to some milliseconds with a backlog at as many destinations. */
const maxKeysPerStatement = 256;

/** Walks of one claim that find nothing, before it gives up until the next call. */
const maxWalks = 8;

/**
 * While named keys keep a process busy it still walks this often, so that keys without a hint (retries that became due, lost
 * hints) get their turn.
 */
const walkIntervalMs = 250;

/** How often the smallest id is asked for; it matters only after the program stood still for weeks. */
const smallestIdIntervalMs = 60_000;

/** A walk gives its end with every row, and one row without a delivery when it claimed none. */
type WalkRow = (DeliveryRow | { readonly id: null }) & { readonly last_key: string | null };

/**
 * Makes the function behind `Queue.claim`. Named keys come first, since that is where new mail is. Every now and then half of the limit is
 * kept for the walk, so that no flow of hints keeps the other keys from their turn.
 */
export function createClaim(db: Db): (request: ClaimRequest) => Promise<readonly ClaimedDelivery[]> {
  const rotation = new KeyRotation(maxKeysPerStatement);
  const smallestId = createSmallestId(db);
  let walkedAt = -Infinity;
  return async (request) => {
    const step = { rotation, minId: await smallestId() };
    const isWalkDue = performance.now() - walkedAt >= walkIntervalMs;
    const reserved = isWalkDue ? Math.ceil(request.limit / 2) : 0;
    const named = await claimNamed(db, { ...step, request: { ...request, limit: request.limit - reserved } });
    if (named.length > 0 && !isWalkDue) return named;
    walkedAt = performance.now();
    const walked = await claimWalking(db, { ...step, request: reduce(request, named) });
    const claimed = [...named, ...walked];
    const rest = { ...reduce(request, claimed), hintedKeys: [] };
    return [...claimed, ...(await claimNamed(db, { ...step, request: rest }))];
  };
}

/** The request that is left after `claimed`. */
function reduce(request: ClaimRequest, claimed: readonly ClaimedDelivery[]): ClaimRequest {
  const busyKeys = new Map(request.busyKeys);
  for (const { queueKey } of claimed) busyKeys.set(queueKey, (busyKeys.get(queueKey) ?? 0) + 1);
  return { ...request, busyKeys, limit: request.limit - claimed.length };
}

interface ClaimStep {
  readonly request: ClaimRequest;
  readonly rotation: KeyRotation;
  readonly minId: string;
}

/** Claims from the keys that were hinted, or had more than there was room for last time. */
async function claimNamed(
  db: Db,
  { request, rotation, minId }: ClaimStep,
): Promise<readonly ClaimedDelivery[]> {
  const roomOf = (key: string): number => request.perDestination - (request.busyKeys.get(key) ?? 0);
  const keys = rotation.takeNamed(request.hintedKeys, roomOf);
  if (keys.length === 0) return [];
  if (request.limit <= 0) {
    rotation.remember({ keys, rooms: [], claimed: [], limit: 0 });
    return [];
  }
  const rooms = keys.map(roomOf);
  const rows = await db.query<DeliveryRow>({
    name: 'queue-claim-named',
    text: claimNamedText,
    params: [request.owner, request.leaseMs, request.limit, keys, minId, rooms],
  });
  const claimed = rows.map(toClaimedDelivery);
  rotation.remember({ keys, rooms, claimed, limit: request.limit });
  return claimed;
}

/** Walks on from where the last walk ended, until something is found or all keys were seen. */
async function claimWalking(
  db: Db,
  { request, rotation, minId }: ClaimStep,
): Promise<readonly ClaimedDelivery[]> {
  if (request.limit <= 0) return [];
  for (let walks = 0, turns = 0; walks < maxWalks && turns < 2; walks += 1) {
    const rows = await db.query<WalkRow>({
      name: 'queue-claim-walk',
      text: claimWalkText,
      params: walkParams(request, rotation.cursor, minId),
    });
    const claimed = rows.filter((row) => row.id !== null).map(toClaimedDelivery);
    const wasAtStart = rotation.cursor === '';
    rotation.advance(claimed.length < request.limit ? rows[0]?.last_key : claimed.at(-1)?.queueKey);
    if (claimed.length > 0) return claimed;
    if (rotation.cursor === '') turns += wasAtStart ? 2 : 1;
  }
  return [];
}

function walkParams(request: ClaimRequest, cursor: string, minId: string): readonly unknown[] {
  const { owner, leaseMs, limit, perDestination, busyKeys } = request;
  const rooms = [...busyKeys.values()].map((busy) => perDestination - busy);
  return [
    owner,
    leaseMs,
    limit,
    cursor,
    minId,
    perDestination,
    [...busyKeys.keys()],
    rooms,
    maxKeysPerStatement,
  ];
}

/** The id before which nothing waits, asked for now and then. */
function createSmallestId(db: Db): () => Promise<string> {
  let known: { readonly id: string; readonly at: number } | undefined;
  return async () => {
    if (known === undefined || performance.now() - known.at >= smallestIdIntervalMs) {
      const [row] = await db.query<{ readonly id: string }>({ text: smallestIdText });
      if (row === undefined) throw new Error('the smallest id is missing');
      known = { id: row.id, at: performance.now() };
    }
    return known.id;
  };
}
