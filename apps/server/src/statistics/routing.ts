import { createPreferences, isTimeZone } from '../accounts/index.ts';
import { ApiError, type MemberCaller } from '../api/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { createOrganizationSettingsStore } from '../organizations/index.ts';
import { readRange, type Range, type RangeQuery } from './range.ts';
import type { StatisticsDependencies } from './statistics.ts';
import type { Division } from './steps.ts';

/** What the routes of statistics need. */
export interface StatisticsRoutesDependencies {
  readonly db: Db;
  readonly clock: Clock;
}

/** What all of them share. */
export interface StatisticsRouting extends StatisticsDependencies {
  /** The zone that is asked for, or that of the person, or UTC. Throws an {@link ApiError} for what is none. */
  timeZoneOf(caller: MemberCaller, asked: string | undefined): Promise<string>;
  /** The range that is asked for. Throws an {@link ApiError} for what is none. */
  rangeOf(
    caller: MemberCaller,
    query: RangeQuery & { readonly time_zone?: string | undefined },
  ): Promise<Range>;
  readonly clock: Clock;
}

/** What all routes share, on a database. */
export function createRouting({ db, clock }: StatisticsRoutesDependencies): StatisticsRouting {
  const preferences = createPreferences({ db });
  const timeZoneOf: StatisticsRouting['timeZoneOf'] = async ({ principal }, asked) => {
    const timeZone = asked ?? (await preferences.load(principal.userId)).time_zone;
    if (timeZone === 'system') return 'UTC';
    if (isTimeZone(timeZone)) return timeZone;
    if (asked === undefined) return 'UTC';
    throw ApiError.field('query.time_zone', 'This is not a name of the IANA time zone database.');
  };
  return {
    db,
    clock,
    settings: createOrganizationSettingsStore({ db }),
    timeZoneOf,
    rangeOf: async (caller, { time_zone: asked, ...query }) =>
      readRange(query, { timeZone: await timeZoneOf(caller, asked), now: clock.now() }),
  };
}

/** Filters as the contract has them. */
export function readFilter(query: {
  readonly domain_id?: string | undefined;
  readonly alias_id?: string | undefined;
  readonly mailbox_id?: string | undefined;
}) {
  return { domainId: query.domain_id, aliasId: query.alias_id, mailboxId: query.mailbox_id };
}

/** The most that is read by the hour: each step is a row of the answer. */
const maxHourlyMs = 31 * 86_400_000 + 3_600_000;

/** How to divide a range. Throws an {@link ApiError} where that would be too many steps. */
export function readDivision(
  range: Range,
  query: { readonly granularity: Division['granularity']; readonly week_start: Division['weekStart'] },
): Division {
  if (query.granularity === 'hour' && range.span.end - range.span.start > maxHourlyMs)
    throw ApiError.field('query.granularity', 'Of more than 31 days there are no hours: ask for days.');
  return { granularity: query.granularity, weekStart: query.week_start };
}
