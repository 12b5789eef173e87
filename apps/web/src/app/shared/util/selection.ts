import { computed, signal, type Signal } from '@angular/core';

/** Which rows of a list are chosen for a bulk action: some of those that are shown, or all that the filter finds. */
export interface Selection {
  readonly ids: Signal<ReadonlySet<string>>;
  readonly count: Signal<number>;
  /** Whether everything that the filter finds is meant, also what is not shown. */
  readonly isEverything: Signal<boolean>;
  readonly isEmpty: Signal<boolean>;
  has(id: string): boolean;
  toggle(id: string): void;
  /** Chooses all of these, or none where all were chosen. */
  togglePage(ids: readonly string[]): void;
  chooseEverything(): void;
  clear(): void;
}

/** An empty selection. */
export function createSelection(): Selection {
  const ids = signal<ReadonlySet<string>>(new Set());
  const isEverything = signal(false);
  const change = (next: ReadonlySet<string>): void => {
    ids.set(next);
    isEverything.set(false);
  };
  return {
    ids: ids.asReadonly(),
    count: computed(() => ids().size),
    isEverything: isEverything.asReadonly(),
    isEmpty: computed(() => ids().size === 0),
    has: (id) => ids().has(id),
    toggle: (id) => {
      const next = new Set(ids());
      if (!next.delete(id)) next.add(id);
      change(next);
    },
    togglePage: (page) => {
      const all = page.length > 0 && page.every((id) => ids().has(id));
      change(all ? new Set() : new Set(page));
    },
    chooseEverything: () => isEverything.set(true),
    clear: () => change(new Set()),
  };
}
