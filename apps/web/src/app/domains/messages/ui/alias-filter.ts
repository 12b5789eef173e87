import { Component, computed, inject, input, output } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { AliasPicker, type PickedAlias } from '../../../shared/ui/alias-picker.ts';
import { Field } from '../../../shared/ui/field.ts';
import { Words } from '../../../shared/util/words.ts';

/** The filter by one alias, which the address of the page knows by its id. */
@Component({
  selector: 'app-alias-filter',
  imports: [AliasPicker, Field],
  template: `<app-field #f [label]="t('messages.filter.alias')">
    <app-alias-picker
      [inputId]="f.id"
      [isClearable]="true"
      [placeholder]="t('messages.filter.alias_hint')"
      [value]="picked()"
      (valueChange)="chosen.emit($event?.id ?? '')"
    />
  </app-field>`,
})
export class AliasFilter {
  /** The id that is chosen; empty: none. */
  readonly value = input('');
  /** The id that was chosen; empty: none. */
  readonly chosen = output<string>();
  protected readonly t = inject(Words).t;
  readonly #named = loading('getAlias', () =>
    this.value() === '' ? undefined : { params: { alias_id: this.value() } },
  );
  protected readonly picked = computed<PickedAlias | undefined>(() => {
    const named = this.value() === '' ? undefined : this.#named.value();
    return named === undefined ? undefined : { id: named.id, address: named.address };
  });
}
