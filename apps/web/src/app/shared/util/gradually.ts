import { computed, effect, signal, type Signal } from '@angular/core';
import { nextTask } from './next-task.ts';
import { isPhone } from './phone.ts';

/** Rows of a table that fill a screen, and cards of a phone; and how many follow at a time. */
const ofTable = { first: 20, step: 10 };
const ofPhone = { first: 6, step: 4 };

/**
 * The rows of a list that fill the screen at once, the others by and by, each part in a task of its own: fifty rows in one keep a phone from anything
 * else for a good part of a second. What was once drawn is written over at once. To be called where `inject` works.
 */
export function gradually<Row>(rows: Signal<readonly Row[]>): Signal<readonly Row[]> {
  const { first, step } = isPhone()() ? ofPhone : ofTable;
  const limit = signal(first);
  effect(() => {
    if (rows().length > limit()) void nextTask().then(() => limit.update((before) => before + step));
  });
  return computed(() => (rows().length > limit() ? rows().slice(0, limit()) : rows()));
}
