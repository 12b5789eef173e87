import { computed, effect, linkedSignal, type Signal } from '@angular/core';
import { tasksOfDrawing } from './in-turn.ts';
import { nextPaint, nextTask } from './next-task.ts';
import { isPhone } from './phone.ts';
import { beginWriting, nextStep, writtenRows, type Writing } from './rows-in-parts.ts';

/** With how many rows a list begins, how long a part should take in milliseconds, and when the next one comes. */
interface Pace {
  readonly first: number;
  readonly partMs: number;
  readonly turn: () => Promise<void>;
}
/** What a laptop shows, and it is seen first; then few parts, since every part lays the whole table out once more. */
const ofTable: Pace = { first: 8, partMs: 16, turn: nextPaint };
/** One card, of which each costs more; and with their layout less than a frame. */
const ofPhone: Pace = { first: 1, partMs: 5, turn: nextTask };

/**
 * The rows of a list that fill the screen at once, the others by and by, each part in a task of its own: fifty rows at once keep a phone from anything
 * else for a good part of a second. Another page is written over the one before in the same way; rows that are mostly the same are at once.
 * To be called where `inject` works.
 */
export function gradually<Row extends { readonly id: string }>(
  rows: Signal<readonly Row[]>,
): Signal<readonly Row[]> {
  const { first, partMs, turn } = isPhone()() ? ofPhone : ofTable;
  let step = first;
  const inTask = tasksOfDrawing(turn);
  const writing = linkedSignal<readonly Row[], Writing<Row>>({
    source: rows,
    computation: (now, before) => beginWriting(now, before?.value, first),
  });
  effect((onCleanup) => {
    const { rows: wanted, upTo } = writing();
    if (upTo >= wanted.length) return;
    let isWanted = true;
    let drawn = 0;
    onCleanup(() => (isWanted = false));
    inTask(
      () => {
        // Other rows may have come meanwhile, which have a part of their own under way.
        if (!isWanted) return;
        drawn = Math.min(step, wanted.length - upTo);
        writing.update((before) => ({ ...before, upTo: upTo + drawn }));
      },
      (tookMs) => {
        // The last rows of a page say little of how many there could be.
        if (drawn === step) step = nextStep(step, tookMs, partMs);
      },
    );
  });
  return computed(() => writtenRows(writing()));
}
