import {
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { Search, type IconNode } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** Something that can be chosen. */
export interface FinderOption {
  /** Unlike all others of the list. */
  readonly id: string;
  readonly title: string;
  /** What tells it apart, smaller. */
  readonly detail?: string | undefined;
  readonly icon: IconNode;
  /** Whether the title is an address. */
  readonly isAddress?: boolean | undefined;
}

/** Options under a heading. */
export interface FinderGroup<Option extends FinderOption = FinderOption> {
  readonly id: string;
  readonly title: string;
  readonly options: readonly Option[];
}

let nextId = 1;

/**
 * A field, and below it what it finds, in groups. The focus stays in the field: arrows, Home and End go through the options, Enter chooses
 * (the pattern of a combobox with a list that is always open). How many there are is told to screen readers.
 */
@Component({
  selector: 'app-finder',
  imports: [Icon],
  host: { class: 'grid min-h-0 grid-rows-[auto_minmax(0,1fr)]' },
  template: `<div class="relative flex items-center border-b border-line">
      <app-icon [of]="search" class="pointer-events-none absolute left-4 text-muted" />
      <input
        #field
        class="h-14 w-full border-0 bg-transparent pr-4 pl-12 text-base outline-none"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="200"
        [attr.aria-controls]="id"
        [attr.aria-activedescendant]="active() ? optionId(active()!) : null"
        [attr.aria-label]="label()"
        [placeholder]="label()"
        [value]="text()"
        (input)="type($any($event.target).value)"
        (keydown)="press($event)"
      />
      <ng-content select="[end]" />
      @if (isBusy()) {
        <span class="busy" aria-hidden="true"></span>
      }
    </div>
    <div
      class="overflow-auto p-2"
      role="listbox"
      [id]="id"
      [attr.aria-label]="label()"
      [attr.aria-busy]="isBusy()"
    >
      @for (group of groups(); track group.id) {
        <div role="group" [attr.aria-labelledby]="id + group.id">
          <p class="m-0 px-2.5 pt-2.5 pb-1 text-[13px] font-medium text-muted" [id]="id + group.id">
            {{ group.title }}
          </p>
          @for (option of group.options; track option.id) {
            <!-- The keyboard acts on the field. -->
            <!-- eslint-disable-next-line @angular-eslint/template/click-events-have-key-events, @angular-eslint/template/interactive-supports-focus -- the focus stays in the field -->
            <div
              role="option"
              class="menu-item cursor-pointer"
              [id]="optionId(option.id)"
              [attr.aria-selected]="option.id === active()"
              (mousemove)="chosenId.set(option.id)"
              (click)="chosen.emit(option)"
            >
              <app-icon class="text-muted" [of]="option.icon" />
              <span class="min-w-0 flex-1 truncate" [class.mono]="option.isAddress">{{ option.title }}</span>
              @if (option.detail; as detail) {
                <span class="max-w-[45%] flex-none truncate text-[13px] text-muted">{{ detail }}</span>
              }
            </div>
          }
        </div>
      }
      @if (isEmpty() && !isBusy()) {
        <p class="m-0 px-3 py-8 text-center text-muted">{{ none() }}</p>
      }
    </div>
    <p class="sr-only" role="status">{{ announcement() }}</p>`,
  styles: `
    .busy {
      position: absolute;
      inset: auto 0 -1px;
      height: 2px;
      background: linear-gradient(90deg, transparent, var(--accent), transparent) 0 0 / 40% 100% no-repeat;
      animation: sweep 1.1s linear infinite;
    }
    @keyframes sweep {
      from {
        background-position: -40% 0;
      }
      to {
        background-position: 140% 0;
      }
    }
  `,
})
export class Finder<Option extends FinderOption> {
  readonly label = input.required<string>();
  readonly groups = input.required<readonly FinderGroup<Option>[]>();
  /** What is said where nothing is found. */
  readonly none = input.required<string>();
  /** Whether more may come. */
  readonly isBusy = input(false);
  /** What stands in the field now, at every key. */
  readonly typed = output<string>();
  readonly chosen = output<Option>();
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  protected readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  protected readonly search = Search;
  protected readonly id = `finder-${String(nextId++)}`;
  protected readonly text = signal('');
  protected readonly chosenId = signal<string | undefined>(undefined);
  readonly #options = computed(() => this.groups().flatMap(({ options }) => options));
  protected readonly isEmpty = computed(() => this.#options().length === 0);
  /** The option that Enter takes: the one that was gone to as long as it is there, else the first. */
  protected readonly active = computed(() => {
    const options = this.#options();
    return options.find(({ id }) => id === this.chosenId())?.id ?? options[0]?.id;
  });
  protected readonly announcement = computed(() => {
    if (this.isBusy()) return '';
    return this.isEmpty() ? this.none() : this.#words.tn('finder.found', this.#options().length);
  });

  constructor() {
    effect(() => {
      const active = this.active();
      if (active !== undefined)
        document.getElementById(this.optionId(active))?.scrollIntoView({ block: 'nearest' });
    });
  }

  protected optionId(id: string): string {
    return `${this.id}-${id.replace(/[^\w-]/gu, '_')}`;
  }

  protected type(text: string): void {
    this.text.set(text);
    this.chosenId.set(undefined);
    this.typed.emit(text);
  }

  protected press(event: KeyboardEvent): void {
    const options = this.#options();
    const at = options.findIndex(({ id }) => id === this.active());
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (to !== undefined) {
      // From the last to the first, and back.
      this.chosenId.set(options.at(to >= options.length ? 0 : to)?.id);
      event.preventDefault();
    } else if (event.key === 'Enter') {
      const option = options[at];
      if (option !== undefined) this.chosen.emit(option);
      event.preventDefault();
    }
  }
}
