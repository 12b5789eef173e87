import { signal, type Signal } from '@angular/core';
import { readStored, store } from './stored.ts';

/** How a table looks on this device. */
export interface TableLook {
  readonly isCompact: Signal<boolean>;
  shows(column: string): boolean;
  toggle(column: string): void;
  toggleDensity(): void;
}

/** The look of a table by its name; `hidden` are the columns that are not shown until they are wished for. */
export function tableLook(name: string, hidden: readonly string[] = []): TableLook {
  const key = `smtpy.table.${name}`;
  const stored = parse(readStored(key)) ?? { hidden, isCompact: false };
  const left = signal<ReadonlySet<string>>(new Set(stored.hidden));
  const isCompact = signal(stored.isCompact);
  const keep = (): void => store(key, JSON.stringify({ hidden: [...left()], isCompact: isCompact() }));
  return {
    isCompact: isCompact.asReadonly(),
    shows: (column) => !left().has(column),
    toggle: (column) => {
      const next = new Set(left());
      if (!next.delete(column)) next.add(column);
      left.set(next);
      keep();
    },
    toggleDensity: () => {
      isCompact.update((compact) => !compact);
      keep();
    },
  };
}

function parse(
  text: string | null,
): { readonly hidden: readonly string[]; readonly isCompact: boolean } | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null || !('hidden' in value) || !Array.isArray(value.hidden))
      return undefined;
    return { hidden: value.hidden.map(String), isCompact: 'isCompact' in value && value.isCompact === true };
  } catch {
    // Expected: something else wrote there.
    return undefined;
  }
}
