/**
 * The id so many places further in a list; the first or the last one at its ends, and the first one where nothing is chosen. Undefined: there is
 * nothing to go to.
 */
export function neighbourOf(
  ids: readonly string[],
  id: string | undefined,
  step: 1 | -1,
): string | undefined {
  const place = id === undefined ? -1 : ids.indexOf(id);
  if (place < 0) return ids[0];
  return ids[Math.min(Math.max(place + step, 0), ids.length - 1)];
}

/** What is looked at next when some go: the one behind the first of them that stays, or else the one before. Undefined: nothing stays. */
export function nextAfter(ids: readonly string[], gone: ReadonlySet<string>): string | undefined {
  const first = ids.findIndex((id) => gone.has(id));
  const behind = ids.slice(Math.max(first, 0)).find((id) => !gone.has(id));
  return behind ?? ids.slice(0, Math.max(first, 0)).findLast((id) => !gone.has(id));
}
