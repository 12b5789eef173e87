import { computed, inject, type Signal } from '@angular/core';
import { Words } from './words.ts';

/**
 * What can be chosen, with its words; empty text is all, where a list is filtered. To be called where `inject` works.
 *
 * @param start - How the keys of the words begin: `state.` for `state.active`.
 */
export function wordedChoices<const Value extends string>(
  values: readonly Value[],
  start: string,
): Signal<readonly { readonly value: Value; readonly label: string }[]> {
  const { t } = inject(Words);
  return computed(() =>
    values.map((value) => ({ value, label: t(value === '' ? 'filter.all' : `${start}${value}`) })),
  );
}

/** The same, each with a sentence that says what it means. To be called where `inject` works. */
export function explainedChoices<const Value extends string>(
  values: readonly Value[],
  keysOf: (value: Value) => { readonly label: string; readonly text: string },
): Signal<readonly { readonly value: Value; readonly label: string; readonly text: string }[]> {
  const { t } = inject(Words);
  return computed(() =>
    values.map((value) => {
      const { label, text } = keysOf(value);
      return { value, label: t(label), text: t(text) };
    }),
  );
}
