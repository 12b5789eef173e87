import { isAtLeast, quarantineOperations, roleFor, scopesCover } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type MemberCaller, type Route } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Queue } from '../queue/index.ts';
import { createSenderEntries } from '../senders/index.ts';
import { formatContent, formatQuarantined } from './form.ts';
import { createQuarantine, type AllowResult, type Quarantine } from './quarantine.ts';
import { createQuarantineChanges, type DecidedOne, type QuarantineChanges } from './quarantine-changes.ts';

/** What the routes of the quarantine need. */
export interface QuarantineRoutesDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly queue: Queue;
}

/** The routes of the quarantine. */
export function quarantineRoutes(dependencies: QuarantineRoutesDependencies): readonly Route[] {
  const { queue } = dependencies;
  const quarantine = createQuarantine({ queue, senders: createSenderEntries(dependencies) });
  const changes = createQuarantineChanges({ ...dependencies, quarantine });
  return [
    listRoute(quarantine),
    countRoute(queue),
    showRoute(quarantine),
    releaseRoute(changes),
    deleteRoute(changes),
    bulkRoute(changes),
  ];
}

function listRoute(quarantine: Quarantine): Route {
  return route(quarantineOperations.listQuarantine, async ({ caller: { organizationId }, query }) => {
    const { limit, cursor, reason, alias_id: aliasId, mailbox_id: mailboxId, search: sender } = query;
    const messages = await quarantine.list({
      organizationId,
      reasons: reason && [reason],
      aliasId,
      mailboxId,
      sender,
      limit: limit + 1,
      before: parseIdCursor(cursor),
    });
    const { rows, nextCursor } = pageAfter(messages, { limit, keysOf: ({ id }) => [id] });
    return { items: rows.map(formatQuarantined), next_cursor: nextCursor, total: null };
  });
}

/** More than anybody goes through one by one; counting so many takes some 10 ms. */
const maxCounted = 10_000;

function countRoute(queue: Pick<Queue, 'countQuarantined'>): Route {
  return route(quarantineOperations.countQuarantine, async ({ caller: { organizationId } }) => {
    const counts = await queue.countQuarantined({ organizationId, limit: maxCounted + 1 });
    const count = Array.from(counts.values()).reduce((sum, one) => sum + one, 0);
    return {
      count: Math.min(count, maxCounted),
      is_exact: count <= maxCounted,
      by_reason: Array.from(counts, ([reason, one]) => ({ reason, count: one })),
    };
  });
}

function showRoute(quarantine: Quarantine): Route {
  return route(quarantineOperations.getQuarantined, async ({ caller: { organizationId }, params }) => {
    const shown = await quarantine.show({ organizationId, deliveryId: params.held_id });
    if (shown.kind !== 'held') throw new ApiError('not_found');
    return { ...formatQuarantined(shown.message), content: formatContent(shown.content) };
  });
}

function releaseRoute(changes: QuarantineChanges): Route {
  return route(quarantineOperations.releaseQuarantined, async ({ caller, params, body }) => {
    const { organizationId, actor } = caller;
    const deliveryId = params.held_id;
    const { allow_sender: allowFor } = body;
    if (allowFor === 'once') {
      await decideOne(changes, { caller, deliveryId, decision: 'release' });
      return { id: deliveryId, allowed: null, not_allowed_because: null };
    }
    demandRules(caller);
    const result = await changes.releaseAndAllow({ organizationId, actor, deliveryId, allowFor });
    if (result.kind === 'not_found') throw new ApiError('not_found');
    if (result.kind === 'conflict') throw new ApiError('conflict', { detail: `${result.detail}.` });
    return { id: deliveryId, ...formatAllowed(result.allowed) };
  });
}

function deleteRoute(changes: QuarantineChanges): Route {
  return route(quarantineOperations.deleteQuarantined, async ({ caller, params }) => {
    await decideOne(changes, { caller, deliveryId: params.held_id, decision: 'delete' });
    return undefined;
  });
}

function bulkRoute(changes: QuarantineChanges): Route {
  return route(quarantineOperations.decideQuarantine, async ({ caller: { organizationId, actor }, body }) => {
    const { action: decision, ids: deliveryIds } = body;
    const decided = await changes.decide({ organizationId, actor, decision, deliveryIds });
    const done = decision === 'release' ? 'released' : 'deleted';
    return { results: decided.map((one) => formatDecided(one, done)) };
  });
}

async function decideOne(
  changes: QuarantineChanges,
  {
    caller: { organizationId, actor },
    deliveryId,
    decision,
  }: {
    readonly caller: MemberCaller;
    readonly deliveryId: string;
    readonly decision: 'release' | 'delete';
  },
): Promise<void> {
  const [decided] = await changes.decide({ organizationId, actor, decision, deliveryIds: [deliveryId] });
  if (decided?.kind === 'conflict') throw new ApiError('conflict', { detail: `${decided.detail}.` });
  if (decided?.kind !== 'done') throw new ApiError('not_found');
}

/** An allow is an entry in the lists of senders. */
function demandRules({ role, principal: { credential } }: MemberCaller): void {
  if (!isAtLeast(role, roleFor('rules:write'))) throw new ApiError('role_insufficient');
  if (credential.kind === 'key' && !scopesCover(credential.scopes, 'rules:write'))
    throw new ApiError('scope_insufficient');
}

function formatAllowed(allowed: AllowResult | undefined) {
  if (allowed?.kind !== 'allowed')
    return { allowed: null, not_allowed_because: allowed === undefined ? null : `${allowed.reason}.` };
  const { entry, acceptsUnproven, isNew } = allowed;
  return {
    allowed: { sender_id: entry.id, accepts_unproven: acceptsUnproven, is_new: isNew },
    not_allowed_because: null,
  };
}

function formatDecided(decided: DecidedOne, done: 'released' | 'deleted') {
  const { id, kind } = decided;
  return {
    id,
    result: kind === 'done' ? done : kind,
    detail: decided.kind === 'conflict' ? `${decided.detail}.` : null,
  };
}
