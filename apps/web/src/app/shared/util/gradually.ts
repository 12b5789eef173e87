import { computed, effect, linkedSignal, type Signal } from '@angular/core';
import { tasksOfDrawing } from './in-turn.ts';
import { isPhone } from './phone.ts';
import { beginWriting, nextStep, writtenRows, type Writing } from './rows-in-parts.ts';

/** With how many rows a list begins: those of a table that a laptop shows; and one of a phone's cards, of which each costs more. */
const firstOfTable = 8;
const firstOfPhone = 1;
/** How long one part should take, milliseconds: with its layout less than a frame. */
const partMs = 5;

/**
 * The rows of a list that fill the screen at once, the others by and by, each part in a task of its own: fifty rows in one keep a phone from anything
 * else for a good part of a second. Another page is written over the one before in the same way; rows that are mostly the same are at once.
 * To be called where `inject` works.
 */
export function gradually<Row extends { readonly id: string }>(
  rows: Signal<readonly Row[]>,
): Signal<readonly Row[]> {
  const first = isPhone()() ? firstOfPhone : firstOfTable;
  let step = first;
  const inTask = tasksOfDrawing();
  const writing = linkedSignal<readonly Row[], Writing<Row>>({
    source: rows,
    computation: (now, before) => beginWriting(now, before?.value, first),
  });
  effect(() => {
    const { rows: wanted, upTo } = writing();
    if (upTo >= wanted.length) return;
    inTask(
      () => writing.update((before) => ({ ...before, upTo: before.upTo + step })),
      (tookMs) => {
        step = nextStep(step, tookMs, partMs);
      },
    );
  });
  return computed(() => writtenRows(writing()));
}
