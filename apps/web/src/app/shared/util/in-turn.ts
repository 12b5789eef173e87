import { ApplicationRef, effect, inject, signal, type Signal } from '@angular/core';
import { nextTask } from './next-task.ts';

/**
 * How many of the parts of a page are to be drawn by now: none until `isReady`, then one more in each task. All in one keep a phone from anything else
 * for a good part of a second. To be called where `inject` works.
 */
export function inTurn(parts: number, isReady: () => boolean = () => true): Signal<number> {
  const drawn = signal(0);
  const inTask = tasksOfDrawing();
  effect(() => {
    if (isReady() && drawn() < parts) inTask(() => drawn.update((before) => before + 1));
  });
  return drawn.asReadonly();
}

/**
 * Gives what makes a change and draws it in a task of its own, and then says how many milliseconds that took. Left to itself, Angular may draw it at the
 * beginning of the next frame, in one task with the layout of what it drew. The task is the next one, or what else is waited for. To be called where
 * `inject` works.
 */
export function tasksOfDrawing(
  turn: () => Promise<void> = nextTask,
): (change: () => void, drawn?: (tookMs: number) => void) => void {
  const application = inject(ApplicationRef);
  return (change, drawn) =>
    void turn().then(() => {
      const began = performance.now();
      change();
      if (!application.destroyed) application.tick();
      drawn?.(performance.now() - began);
    });
}
