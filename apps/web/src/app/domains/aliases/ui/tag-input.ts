import { Component, computed, inject, input, model, signal } from '@angular/core';
import { maxAliasTags, maxTagCharacters } from '@smtpy/contract/web';
import { X } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { addTags } from '../util/tags.ts';

/** Tags: typed one after the other, with those that there are as suggestions. A comma or Enter ends one; Backspace in the empty field removes the last. */
@Component({
  selector: 'app-tag-input',
  imports: [Icon],
  host: { class: 'block' },
  template: `<div
    class="input flex flex-wrap items-center gap-1.5 !py-1.5 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent"
  >
    @for (tag of value(); track tag) {
      <span class="tag !text-text max-w-full gap-0.5 bg-sunken !py-0 !pr-0.5"
        ><span class="truncate">{{ tag }}</span>
        <button
          type="button"
          class="grid h-6 w-6 place-content-center rounded text-muted hover:text-text"
          [attr.aria-label]="t('aliases.tags.remove', { tag })"
          (click)="remove(tag)"
        >
          <app-icon [of]="cross" [size]="13" /></button
      ></span>
    }
    @if (value().length < max) {
      <input
        class="min-w-[110px] flex-1 border-0 bg-transparent p-0 outline-none placeholder:text-faint"
        autocapitalize="off"
        autocomplete="off"
        [id]="inputId()"
        [attr.aria-label]="inputId() === '' ? t('aliases.tags.label') : null"
        [attr.cdkFocusInitial]="isFirst() ? '' : null"
        [attr.list]="listId"
        [attr.maxlength]="maxCharacters"
        [placeholder]="value().length === 0 ? t('aliases.tags.placeholder') : ''"
        [value]="text()"
        (input)="type($any($event.target).value)"
        (keydown)="press($event)"
        (blur)="add()"
      />
      <datalist [id]="listId">
        @for (tag of unused(); track tag) {
          <option [value]="tag"></option>
        }
      </datalist>
    }
  </div>`,
})
export class TagInput {
  readonly value = model.required<readonly string[]>();
  readonly suggestions = input<readonly string[]>([]);
  /** The id of the field, for its label. */
  readonly inputId = input('');
  /** Whether the focus of a dialog begins here. */
  readonly isFirst = input(false);
  protected readonly t = inject(Words).t;
  protected readonly text = signal('');
  protected readonly max = maxAliasTags;
  protected readonly maxCharacters = maxTagCharacters;
  protected readonly cross = X;
  protected readonly listId = `tags-${String((nextId += 1))}`;
  protected readonly unused = computed(() => this.suggestions().filter((tag) => !this.value().includes(tag)));

  protected type(text: string): void {
    this.text.set(text);
    // A comma ends a tag; a suggestion that was chosen is one.
    if (/[,;]/u.test(text) || this.unused().includes(text)) this.add();
  }

  protected press(event: KeyboardEvent): void {
    if (event.key === 'Enter' && this.text().trim() !== '') {
      // With text, Enter ends the tag; without, it sends the form.
      event.preventDefault();
      this.add();
    } else if (event.key === 'Backspace' && this.text() === '') {
      this.value.set(this.value().slice(0, -1));
    }
  }

  protected add(): void {
    if (this.text().trim() !== '') this.value.set(addTags(this.value(), this.text()).slice(0, maxAliasTags));
    this.text.set('');
  }

  protected remove(tag: string): void {
    this.value.set(this.value().filter((each) => each !== tag));
  }
}

let nextId = 0;
