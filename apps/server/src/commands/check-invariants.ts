import { defineDatabaseCommand } from './on-database.ts';

/** Proves the promises of the queue on what the database holds. */
export const checkInvariants = defineDatabaseCommand({
  name: 'check-invariants',
  summary: 'Prove that no accepted message is lost or stuck',
  details:
    'Every accepted recipient has a delivery; every delivery is final, held or due; content exists exactly while a delivery needs it; counters equal the events. Reads all kept messages. The exit code is 1 when something is violated.',
  run: async ({ queue }) => {
    const violations = await queue.findViolations();
    const { states } = await queue.stats();
    const unfinished = Object.fromEntries(states.map(({ state, count }) => [state, count]));
    const data = { violations, unfinished };
    if (violations.length > 0) {
      const lines = violations.map(
        ({ kind, explanation, ids }) => `${kind}: ${explanation}\n  ${ids.join('\n  ')}`,
      );
      return { kind: 'failed', text: lines.join('\n'), data };
    }
    const counts = states.map(({ state, count }) => `${String(count)} ${state}`).join(', ');
    return {
      kind: 'done',
      text: `no violation\nunfinished deliveries: ${counts === '' ? 'none' : counts}`,
      data,
    };
  },
});
