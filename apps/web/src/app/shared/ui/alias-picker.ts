import { Component, computed, inject, input, model, signal } from '@angular/core';
import { X } from 'lucide';
import { loading } from '../data/loading.ts';
import { Words } from '../util/words.ts';
import { Address } from './address.ts';
import { Icon } from './icon.ts';

/** An alias by what pages need to name it. */
export interface PickedAlias {
  readonly id: string;
  readonly address: string;
}

const shownCount = 8;
/** Short enough to feel at once, long enough that a word is one question. */
const waitMs = 150;

let nextId = 1;

/** One alias out of however many: typed in part, chosen from what the server finds. */
@Component({
  selector: 'app-alias-picker',
  imports: [Address, Icon],
  host: { class: 'relative block min-w-0' },
  template: `<input
      class="input mono !pr-9 placeholder:font-sans"
      role="combobox"
      aria-autocomplete="list"
      autocapitalize="off"
      autocomplete="off"
      spellcheck="false"
      maxlength="200"
      [id]="inputId()"
      [attr.cdkFocusInitial]="isFirst() ? '' : null"
      [attr.aria-label]="label() === '' ? null : label()"
      [attr.aria-describedby]="describedBy()"
      [attr.aria-invalid]="isInvalid()"
      [attr.aria-expanded]="isOpen()"
      [attr.aria-controls]="listId"
      [attr.aria-activedescendant]="isOpen() && found().length > 0 ? listId + '-' + at() : null"
      [placeholder]="placeholder()"
      [value]="text() ?? value()?.address ?? ''"
      (input)="type($any($event.target).value)"
      (click)="isOpen.set(true)"
      (blur)="leave()"
      (keydown)="press($event)"
    />
    @if (value() !== undefined && isClearable()) {
      <button
        type="button"
        class="btn plain icon small absolute top-1/2 right-1 -translate-y-1/2 text-muted"
        [attr.aria-label]="t('action.clear_search')"
        (click)="choose(undefined)"
      >
        <app-icon [of]="cross" [size]="15" />
      </button>
    }
    @if (isOpen()) {
      <ul
        role="listbox"
        class="menu absolute inset-x-0 top-full z-30 m-0 mt-1 !max-w-none list-none"
        [id]="listId"
        [attr.aria-label]="label() === '' ? t('nav.aliases') : label()"
      >
        @for (alias of found(); track alias.id) {
          <!-- The keyboard acts on the field; the press of the mouse must not take the focus from it. -->
          <!-- eslint-disable-next-line @angular-eslint/template/click-events-have-key-events, @angular-eslint/template/interactive-supports-focus -- see above -->
          <li
            role="option"
            class="menu-item cursor-pointer"
            [id]="listId + '-' + $index"
            [attr.aria-selected]="$index === at()"
            (mousedown)="$event.preventDefault()"
            (click)="choose(alias)"
          >
            <app-address class="pointer-events-none" [of]="alias.address" />
          </li>
        } @empty {
          <li role="option" aria-disabled="true" aria-selected="false" class="menu-item text-muted">
            {{ t(search.isLoading() ? 'list.loading' : 'filter.none') }}
          </li>
        }
      </ul>
    }`,
})
export class AliasPicker {
  readonly value = model.required<PickedAlias | undefined>();
  readonly label = input('');
  readonly placeholder = input('');
  readonly inputId = input('');
  readonly describedBy = input<string | null>(null);
  readonly isInvalid = input<'true' | null>(null);
  readonly isClearable = input(false);
  /** Whether the focus of a dialog begins here. */
  readonly isFirst = input(false);
  protected readonly t = inject(Words).t;
  protected readonly cross = X;
  protected readonly listId = `aliases-${String(nextId++)}`;
  /** What is being typed; undefined: nothing, the chosen alias stands there. */
  protected readonly text = signal<string | undefined>(undefined);
  protected readonly isOpen = signal(false);
  protected readonly at = signal(0);
  readonly #wanted = signal('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly search = loading('listAliases', () =>
    this.isOpen()
      ? {
          query: {
            limit: shownCount,
            sort: '-last_activity_at' as const,
            ...(this.#wanted() !== '' && { search: this.#wanted() }),
          },
        }
      : undefined,
  );
  protected readonly found = computed(() => this.search.value()?.items ?? []);

  protected type(text: string): void {
    this.text.set(text);
    this.isOpen.set(true);
    this.at.set(0);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wanted.set(text.trim()), waitMs);
  }

  protected press(event: KeyboardEvent): void {
    const last = this.found().length - 1;
    if (event.key === 'ArrowDown') {
      if (this.isOpen()) this.at.update((at) => Math.min(last, at + 1));
      else this.isOpen.set(true);
    } else if (event.key === 'ArrowUp') this.at.update((at) => Math.max(0, at - 1));
    else if (event.key === 'Enter' && this.isOpen() && this.found().length > 0)
      this.choose(this.found()[this.at()]);
    else if (event.key === 'Escape' && this.isOpen()) {
      // The dialog around it stays.
      event.stopPropagation();
      this.leave();
    } else return;
    event.preventDefault();
  }

  protected choose(alias: PickedAlias | undefined): void {
    this.value.set(alias === undefined ? undefined : { id: alias.id, address: alias.address });
    this.leave();
  }

  protected leave(): void {
    clearTimeout(this.#timer);
    this.#wanted.set('');
    this.text.set(undefined);
    this.isOpen.set(false);
    this.at.set(0);
  }
}
