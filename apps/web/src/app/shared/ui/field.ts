import { Component, computed, inject, input } from '@angular/core';
import type { FieldState } from '@angular/forms/signals';
import { CircleAlert } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

let nextId = 1;

/**
 * A field of a form: label above, help and fault below. The control is projected and belongs to it as `appFieldControl`:
 *
 *     <app-field [label]="t('…')" [of]="form.email()">
 *       <input class="input" appFieldControl [formField]="form.email" />
 *     </app-field>
 *
 * Faults show when the field was left or the form was sent.
 */
@Component({
  selector: 'app-field',
  imports: [Icon],
  host: { class: 'field' },
  template: `<label [attr.for]="id" [class.sr-only]="hidesLabel()">{{ label() }}</label>
    <ng-content />
    @if (help() !== '') {
      <span class="help" [id]="id + '-help'">{{ help() }}</span>
    }
    @if (shownFault(); as fault) {
      <span class="fault" [id]="id + '-fault'"
        ><app-icon [of]="alert" [size]="15" class="mt-0.5" />{{ fault }}</span
      >
    }`,
})
export class Field {
  readonly label = input.required<string>();
  readonly help = input('');
  /** The state of the field in its form. */
  readonly of = input<Pick<FieldState<unknown>, 'errors' | 'touched'>>();
  /** What is wrong, in words, where there is no form. */
  readonly fault = input<string | undefined>();
  readonly hidesLabel = input(false);
  readonly #words = inject(Words);
  protected readonly alert = CircleAlert;

  /** The id that the control takes. */
  readonly id = `field-${String(nextId++)}`;
  /** What is wrong and is shown. */
  protected readonly shownFault = computed(() => {
    const state = this.of();
    if (state?.touched() !== true) return this.fault();
    const [error] = state.errors();
    if (error === undefined) return this.fault();
    return error.message ?? this.#words.t(`fault.${error.kind}`, { ...error });
  });
  readonly isInvalid = computed(() => (this.shownFault() === undefined ? null : 'true'));
  readonly describedBy = computed(() => {
    const parts = [
      this.help() === '' ? '' : `${this.id}-help`,
      this.shownFault() === undefined ? '' : `${this.id}-fault`,
    ];
    const text = parts.filter((part) => part !== '').join(' ');
    return text === '' ? null : text;
  });
}
