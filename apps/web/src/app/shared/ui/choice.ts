import { Component, computed, input, output } from '@angular/core';

/** One of a few things that can be chosen. */
export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** The language of the label, where it is not that of the page. */
  readonly lang?: string;
}

let nextId = 1;

/** A few choices beside each other, one of them taken; a change holds at once. By keyboard as radio buttons are: with the arrows. */
@Component({
  selector: 'app-choice',
  host: { class: 'grid min-w-0 justify-items-start gap-1.5' },
  template: `<span class="label" [class.sr-only]="hidesLabel()" [id]="id">{{ label() }}</span>
    <div class="segments" role="radiogroup" [attr.aria-labelledby]="id">
      @for (choice of choices(); track choice.value) {
        <button
          type="button"
          role="radio"
          [attr.lang]="choice.lang"
          [attr.aria-checked]="choice.value === value()"
          [attr.tabindex]="$index === reached() ? 0 : -1"
          [disabled]="isDisabled()"
          (click)="choose(choice.value)"
          (keydown)="step($event, $index)"
        >
          {{ choice.label }}
        </button>
      }
    </div>`,
})
export class Choice<T extends string> {
  readonly label = input.required<string>();
  readonly hidesLabel = input(false);
  readonly choices = input.required<readonly Option<T>[]>();
  /** What is taken; it may be none of the choices. */
  readonly value = input.required<T>();
  readonly isDisabled = input(false);
  readonly chosen = output<T>();
  /** The one that Tab goes to: what is taken, or else the first, so that the keyboard gets there. */
  protected readonly reached = computed(() =>
    Math.max(
      0,
      this.choices().findIndex(({ value }) => value === this.value()),
    ),
  );
  protected readonly id = `choice-${String(nextId++)}`;

  protected choose(value: T): void {
    if (value !== this.value()) this.chosen.emit(value);
  }

  protected step(event: KeyboardEvent, index: number): void {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const count = this.choices().length;
    const next = (index + way + count) % count;
    const buttons = (event.currentTarget as HTMLElement).parentElement?.children;
    (buttons?.item(next) as HTMLElement | null)?.focus();
    const choice = this.choices()[next];
    if (choice !== undefined) this.choose(choice.value);
  }
}
