import { Component, computed, DestroyRef, inject, input, output, signal } from '@angular/core';
import { X } from 'lucide';
import { loading } from '../../../shared/data/loading.ts';
import { Address } from '../../../shared/ui/address.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** An alias as rules and senders name it. */
export interface NamedAlias {
  readonly id: string;
  readonly address: string;
}

let nextId = 1;
const shownAtMost = 8;
/** After the last key; as the search of lists. */
const waitMs = 150;

/** Chooses an alias by a part of its address. The server searches, so that any number of aliases is no matter. */
@Component({
  selector: 'app-alias-picker',
  imports: [Address, Icon],
  host: { class: 'relative block min-w-0' },
  template: `@if (chosen(); as alias) {
      <div class="input flex items-center gap-2 !py-0 !pr-1">
        <app-address class="flex-1" [of]="alias.address" />
        <button
          type="button"
          class="btn plain icon small"
          [attr.aria-label]="t('rules.alias.clear', { address: alias.address })"
          [disabled]="isDisabled()"
          (click)="clear()"
        >
          <app-icon [of]="cross" [size]="15" />
        </button>
      </div>
    } @else {
      <input
        class="input"
        role="combobox"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-autocomplete="list"
        [id]="inputId()"
        [attr.aria-label]="inputId() === '' ? label() : null"
        [attr.aria-invalid]="isInvalid()"
        [attr.aria-describedby]="describedBy()"
        [attr.aria-expanded]="isOpen()"
        [attr.aria-controls]="isOpen() ? listId : null"
        [attr.aria-activedescendant]="isOpen() && found().length > 0 ? listId + '-' + active() : null"
        [placeholder]="t('rules.alias.search')"
        [value]="text()"
        (focus)="isOpen.set(true)"
        (blur)="isOpen.set(false)"
        (input)="type($any($event.target).value)"
        (keydown.arrowdown)="$event.preventDefault(); step(1)"
        (keydown.arrowup)="$event.preventDefault(); step(-1)"
        (keydown.enter)="chooseActive($event)"
        (keydown.escape)="isOpen.set(false)"
      />
      @if (isOpen()) {
        <div
          class="menu absolute inset-x-0 top-full z-30 mt-1 !max-w-none"
          role="listbox"
          [id]="listId"
          [attr.aria-label]="label()"
        >
          @for (alias of found(); track alias.id) {
            <!-- The field keeps the focus: its keys move through the list. -->
            <div
              class="menu-item cursor-pointer"
              role="option"
              [id]="listId + '-' + $index"
              [attr.aria-selected]="$index === active()"
              (mousedown)="$event.preventDefault()"
              (click)="choose(alias)"
              (keydown.enter)="choose(alias)"
              tabindex="-1"
            >
              <app-address [of]="alias.address" />
            </div>
          } @empty {
            <p
              class="m-0 px-2.5 py-2 text-[13px] text-muted"
              role="option"
              aria-disabled="true"
              aria-selected="false"
            >
              {{ aliases.value() === undefined ? t('list.loading') : t('rules.alias.none') }}
            </p>
          }
        </div>
      }
    }`,
})
export class AliasPicker {
  readonly chosen = input.required<NamedAlias | undefined>();
  readonly label = input.required<string>();
  readonly inputId = input('');
  readonly describedBy = input<string | null>(null);
  readonly isInvalid = input<'true' | null>(null);
  readonly isDisabled = input(false);
  readonly picked = output<NamedAlias | undefined>();
  protected readonly t = inject(Words).t;
  protected readonly cross = X;
  protected readonly listId = `alias-list-${String(nextId++)}`;
  protected readonly text = signal('');
  protected readonly isOpen = signal(false);
  protected readonly active = signal(0);
  readonly #search = signal('');
  protected readonly aliases = loading('listAliases', () =>
    this.isOpen() ? { query: { search: this.#search(), limit: shownAtMost, sort: 'address' } } : undefined,
  );
  protected readonly found = computed(() => this.aliases.value()?.items ?? []);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected type(text: string): void {
    this.text.set(text);
    this.isOpen.set(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#search.set(text.trim());
      this.active.set(0);
    }, waitMs);
  }

  protected step(by: number): void {
    this.isOpen.set(true);
    const last = Math.max(0, this.found().length - 1);
    this.active.update((active) => Math.max(0, Math.min(last, active + by)));
  }

  protected chooseActive(event: Event): void {
    const alias = this.found()[this.active()];
    if (!this.isOpen() || alias === undefined) return;
    event.preventDefault();
    this.choose(alias);
  }

  protected choose({ id, address }: NamedAlias): void {
    this.isOpen.set(false);
    this.text.set('');
    this.#search.set('');
    this.picked.emit({ id, address });
  }

  protected clear(): void {
    this.picked.emit(undefined);
  }
}
