import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { Field } from '../../../shared/ui/field.ts';
import { Words } from '../../../shared/util/words.ts';

let nextId = 1;
const mostOffered = 20;
const waitMs = 150;

/** A field for one alias of many: what is typed is searched for, and the aliases that are found are offered. */
@Component({
  selector: 'app-alias-picker',
  imports: [Field],
  template: `<app-field #f [label]="t('messages.filter.alias')" [fault]="fault()">
    <input
      class="input"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      [id]="f.id"
      [attr.aria-describedby]="f.describedBy()"
      [attr.aria-invalid]="f.isInvalid()"
      [attr.list]="listId"
      [placeholder]="t('messages.filter.alias_hint')"
      [value]="text()"
      (input)="type($any($event.target).value)"
      (change)="decide()"
      (keydown.enter)="decide()"
    />
    <datalist [id]="listId">
      @for (alias of found.value()?.items ?? []; track alias.id) {
        <option [value]="alias.address"></option>
      }
    </datalist>
  </app-field>`,
})
export class AliasPicker {
  /** The id that is chosen; empty: none. */
  readonly value = input('');
  /** The id that was chosen; empty: none. */
  readonly chosen = output<string>();
  protected readonly t = inject(Words).t;
  protected readonly listId = `aliases-${String(nextId++)}`;
  protected readonly text = signal('');
  protected readonly isUnknown = signal(false);
  readonly #search = signal<string | undefined>(undefined);
  #timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly found = loading('listAliases', () => {
    const search = this.#search();
    return search === undefined ? undefined : { query: { search, limit: mostOffered } };
  });
  readonly #named = loading('getAlias', () =>
    this.value() === '' ? undefined : { params: { alias_id: this.value() } },
  );
  protected readonly fault = computed(() =>
    this.isUnknown() ? this.t('messages.filter.alias_unknown') : undefined,
  );

  constructor() {
    effect(() => {
      const named = this.value() === '' ? '' : this.#named.value()?.address;
      if (named !== undefined && untracked(this.text) !== named) this.text.set(named);
    });
  }

  protected type(text: string): void {
    this.text.set(text);
    this.isUnknown.set(false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#search.set(text.trim());
      // Browsers tell of a choice from the list as of any other typing.
      if (this.#match() !== undefined) this.decide();
    }, waitMs);
  }

  protected decide(): void {
    const match = this.#match();
    const isEmpty = this.text().trim() === '';
    this.isUnknown.set(!isEmpty && match === undefined && this.value() === '');
    const id = isEmpty ? '' : (match?.id ?? this.value());
    if (id !== this.value()) this.chosen.emit(id);
  }

  #match() {
    const wanted = this.text().trim().toLowerCase();
    return this.found.value()?.items.find(({ address }) => address === wanted);
  }
}
