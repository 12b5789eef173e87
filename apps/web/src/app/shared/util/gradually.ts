import { computed, effect, linkedSignal, type Signal } from '@angular/core';
import { tasksOfDrawing } from './in-turn.ts';
import { isPhone } from './phone.ts';
import { beginWriting, writtenRows, type Writing } from './rows-in-parts.ts';

/** Rows of a table that fill a screen, and cards of a phone; and how many follow at a time. */
const ofTable = { first: 15, step: 12 };
const ofPhone = { first: 4, step: 3 };

/**
 * The rows of a list that fill the screen at once, the others by and by, each part in a task of its own: fifty rows in one keep a phone from anything
 * else for a good part of a second. Another page is written over the one before in the same way; rows that are mostly the same are at once.
 * To be called where `inject` works.
 */
export function gradually<Row extends { readonly id: string }>(
  rows: Signal<readonly Row[]>,
): Signal<readonly Row[]> {
  const { first, step } = isPhone()() ? ofPhone : ofTable;
  const inTask = tasksOfDrawing();
  const writing = linkedSignal<readonly Row[], Writing<Row>>({
    source: rows,
    computation: (now, before) => beginWriting(now, before?.value, first),
  });
  effect(() => {
    const { rows: wanted, upTo } = writing();
    if (upTo < wanted.length)
      inTask(() => writing.update((before) => ({ ...before, upTo: before.upTo + step })));
  });
  return computed(() => writtenRows(writing()));
}
