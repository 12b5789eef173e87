import { Component, input, output } from '@angular/core';

/** One of the choices. */
export interface Choice {
  readonly value: string;
  readonly name: string;
  /** What it means, in a sentence. */
  readonly text: string;
}

let nextId = 1;

/** A few choices of which one holds, each with a sentence that says what it means. */
@Component({
  selector: 'app-choice-list',
  host: { class: 'block' },
  template: `<fieldset class="m-0 grid gap-3 border-0 p-0" [disabled]="isDisabled()">
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
          ><span class="font-medium">{{ choice.name }}</span
          ><span class="prose block text-[13px] text-muted">{{ choice.text }}</span></span
        >
      </label>
    }
  </fieldset>`,
})
export class ChoiceList {
  readonly label = input.required<string>();
  readonly choices = input.required<readonly Choice[]>();
  readonly value = input.required<string>();
  readonly isDisabled = input(false);
  readonly hidesLabel = input(false);
  readonly chosen = output<string>();
  protected readonly name = `choice-${String(nextId++)}`;
}
