import { refusalOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { Queryable } from '../db/index.ts';
import { describeRefusal } from '../messages/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Refusal, RefusalTotals } from './refusal.ts';
import { countRefusals, searchRefusals } from './search-store.ts';

/** What the routes of refusals need. */
export interface RefusalRoutesDependencies {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** The routes of refusals. */
export function refusalRoutes({ db, clock }: RefusalRoutesDependencies): readonly Route[] {
  return [listRoute(db), countRoute({ db, clock })];
}

function listRoute(db: Queryable): Route {
  return route(refusalOperations.listRefusals, async ({ caller: { organizationId }, query }) => {
    const { limit, cursor, alias_id: aliasId, reason, search, from, to } = query;
    const refusals = await searchRefusals(db, {
      organizationId,
      aliasId,
      reason,
      search,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
      limit: limit + 1,
      before: parseIdCursor(cursor),
    });
    const { rows, nextCursor } = pageAfter(refusals, { limit, keysOf: ({ id }) => [id] });
    return { items: rows.map(formatRefusal), next_cursor: nextCursor, total: null };
  });
}

const dayMs = 86_400_000;
const maxRangeDays = 31;
const defaultRangeDays = 7;

function countRoute({ db, clock }: RefusalRoutesDependencies): Route {
  return route(refusalOperations.countRefusals, async ({ caller: { organizationId }, query }) => {
    const to = query.to === undefined ? clock.now() : new Date(query.to);
    const from =
      query.from === undefined ? new Date(to.getTime() - defaultRangeDays * dayMs) : new Date(query.from);
    const rangeMs = to.getTime() - from.getTime();
    if (rangeMs < 0) throw ApiError.field('query.from', 'The range ends before it begins.');
    if (rangeMs > maxRangeDays * dayMs)
      throw ApiError.field('query.from', `The range has more than ${maxRangeDays} days.`);
    const { by, alias: recipient, reason } = query;
    return formatTotals(await countRefusals(db, { organizationId, by, recipient, reason, from, to }));
  });
}

function formatRefusal(refusal: Refusal) {
  const { id, at, aliasId, recipient, mailFrom, ip, stage, code, reason } = refusal;
  return {
    id,
    at: at.toISOString(),
    alias_id: aliasId ?? null,
    recipient,
    mail_from: mailFrom,
    ip: ip ?? null,
    stage,
    code,
    reason,
    sentence: describeRefusal({ code, mailFrom, ip, stage, recipient, reason }),
  };
}

function formatTotals({ counts, total }: RefusalTotals) {
  return {
    items: counts.map(({ hour, reason, recipient, count }) => ({
      hour: hour?.toISOString() ?? null,
      reason: reason ?? null,
      recipient: recipient ?? null,
      count,
    })),
    total,
  };
}
