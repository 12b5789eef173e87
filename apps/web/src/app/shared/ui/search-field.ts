import { Component, DestroyRef, effect, inject, input, output, signal, untracked } from '@angular/core';
import { Search, X } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** After the last key; short enough to feel at once, long enough that a word is one question. */
const waitMs = 150;

/** A search that says what is typed when the typing pauses. */
@Component({
  selector: 'app-search-field',
  imports: [Icon],
  host: { class: 'relative block min-w-0', role: 'search' },
  template: `<app-icon
      [of]="icon"
      [size]="16"
      class="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted"
    />
    <input
      type="text"
      class="input pl-9!"
      [class.pr-[34px]!]="text() !== ''"
      autocomplete="off"
      spellcheck="false"
      inputmode="search"
      enterkeyhint="search"
      maxlength="200"
      [attr.aria-label]="label()"
      [placeholder]="label()"
      [value]="text()"
      (input)="type($any($event.target).value)"
      (keydown.escape)="clear()"
      (keydown.enter)="tell()"
    />
    @if (text() !== '') {
      <button
        type="button"
        class="btn plain icon small absolute top-1/2 right-1 -translate-y-1/2 text-muted"
        [attr.aria-label]="t('action.clear_search')"
        (click)="clear()"
      >
        <app-icon [of]="cross" [size]="15" />
      </button>
    }`,
})
export class SearchField {
  readonly label = input.required<string>();
  readonly value = input('');
  readonly searched = output<string>();
  protected readonly t = inject(Words).t;
  protected readonly icon = Search;
  protected readonly cross = X;
  protected readonly text = signal('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = '';

  constructor() {
    effect(() => {
      const value = this.value();
      // What came from here is not written back over what is being typed.
      if (value !== untracked(() => this.#told)) {
        this.#told = value;
        this.text.set(value);
      }
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected type(text: string): void {
    this.text.set(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tell(), waitMs);
  }

  protected clear(): void {
    this.text.set('');
    this.tell();
  }

  protected tell(): void {
    clearTimeout(this.#timer);
    const text = this.text().trim();
    if (text === this.#told) return;
    this.#told = text;
    this.searched.emit(text);
  }
}
