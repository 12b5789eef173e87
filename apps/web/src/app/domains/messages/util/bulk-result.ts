/** What `changeMessages` does. */
export type BulkAction = 'retry' | 'cancel' | 'delete';

/** A message as far as an action needs it. */
export interface Actionable {
  readonly id: string;
  readonly deliveries: readonly { readonly id: string; readonly state: string }[];
}

interface BulkResult {
  readonly result: string;
  readonly deliveries: number;
}

/** How much was done and how much was not: messages that were deleted, deliveries otherwise. A message of which nothing was done failed. */
export function countResults(
  action: BulkAction,
  results: readonly BulkResult[],
): { readonly done: number; readonly failed: number } {
  const done = results.filter(({ result }) => result === 'done');
  const deliveries = done.reduce((sum, { deliveries: count }) => sum + count, 0);
  return { done: action === 'delete' ? done.length : deliveries, failed: results.length - done.length };
}

/** The deliveries that are held. */
export function heldIds(messages: readonly Actionable[]): string[] {
  return messages.flatMap(({ deliveries }) =>
    deliveries.filter(({ state }) => state === 'held').map(({ id }) => id),
  );
}

/** Which actions make sense for messages: there is a delivery in a state that they work on. */
export function possibleActions(messages: readonly Actionable[]): {
  readonly retry: boolean;
  readonly cancel: boolean;
  readonly release: boolean;
} {
  const states = new Set(messages.flatMap(({ deliveries }) => deliveries.map(({ state }) => state)));
  const hasAny = (...wanted: readonly string[]): boolean => wanted.some((state) => states.has(state));
  return {
    retry: hasAny('queued', 'deferred'),
    cancel: hasAny('queued', 'deferred', 'held'),
    release: hasAny('held'),
  };
}
