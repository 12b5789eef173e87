import { defineDatabaseCommand } from './on-database.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** The queue at a glance. */
export const queueStats = defineDatabaseCommand({
  name: 'queue stats',
  summary: 'Count unfinished deliveries by state and destination',
  examples: ['smtpy queue stats --json'],
  run: async ({ queue }) => {
    const { states, queueKeys } = await queue.stats();
    const stateRows = states.map(({ state, count, oldestAt }) => [
      state,
      String(count),
      formatInstant(oldestAt),
    ]);
    const keyRows = queueKeys.map(({ queueKey, queued, deferred, oldestAt, nextAttemptAt }) => [
      queueKey,
      String(queued),
      String(deferred),
      formatInstant(oldestAt),
      formatInstant(nextAttemptAt),
    ]);
    const tables = [
      formatTable(['state', 'count', 'oldest'], stateRows, { empty: 'No unfinished deliveries.' }),
      formatTable(['destination', 'queued', 'deferred', 'oldest', 'next attempt'], keyRows, { empty: '' }),
    ];
    const data = {
      unfinished: states.reduce((sum, { count }) => sum + count, 0),
      states: states.map(({ state, count, oldestAt }) => ({ state, count, oldest_at: oldestAt })),
      destinations: queueKeys.map(({ queueKey, queued, deferred, oldestAt, nextAttemptAt }) => ({
        queue_key: queueKey,
        queued,
        deferred,
        oldest_at: oldestAt,
        next_attempt_at: nextAttemptAt,
      })),
    };
    return { kind: 'done', text: tables.filter((table) => table !== '').join('\n\n'), data };
  },
});
