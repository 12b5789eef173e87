import { trashDays } from '@smtpy/contract/web';

const dayMs = 86_400_000;

/** Days until what was deleted then is gone for good: at least 1 until it is, then 0. */
export function daysLeft(deletedAt: string, nowMs: number): number {
  const leftMs = new Date(deletedAt).getTime() + trashDays * dayMs - nowMs;
  return Math.max(0, Math.ceil(leftMs / dayMs));
}
