import { Component, input, output } from '@angular/core';
import type { Option } from './choice.ts';

/** One of the choices. */
export interface ExplainedOption<T extends string> extends Option<T> {
  /** What it means, in a sentence. */
  readonly text: string;
}

let nextId = 1;

/** A few choices of which one holds, each with a sentence that says what it means. */
@Component({
  selector: 'app-choice-list',
  host: { class: 'block' },
  template: `<fieldset class="m-0 grid min-w-0 gap-3 border-0 p-0" [disabled]="isDisabled()">
    <legend class="label mb-2 p-0" [class.sr-only]="hidesLabel()">{{ label() }}</legend>
    @for (choice of choices(); track choice.value) {
      <label class="check">
        <input
          type="radio"
          [name]="name"
          [value]="choice.value"
          [checked]="choice.value === value()"
          (change)="chosen.emit(choice.value)"
        />
        <span class="min-w-0"
          ><span class="font-medium">{{ choice.label }}</span
          ><span class="prose block text-[13px] text-muted">{{ choice.text }}</span></span
        >
      </label>
    }
  </fieldset>`,
})
export class ChoiceList<T extends string> {
  readonly label = input.required<string>();
  readonly hidesLabel = input(false);
  readonly choices = input.required<readonly ExplainedOption<T>[]>();
  readonly value = input.required<T>();
  readonly isDisabled = input(false);
  readonly chosen = output<T>();
  protected readonly name = `choice-list-${String(nextId++)}`;
}
