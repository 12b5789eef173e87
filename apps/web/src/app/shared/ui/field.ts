import { Component, computed, input } from '@angular/core';
import { CircleAlert } from 'lucide';
import { Icon } from './icon.ts';

let nextId = 1;

/**
 * A field of a form: label above, help and fault below. The control is projected and takes `id`, `aria-describedby` and `aria-invalid` from it:
 *
 *     <app-field #f [label]="t('…')" [fault]="fault()">
 *       <input class="input" [id]="f.id" [attr.aria-describedby]="f.describedBy()" [attr.aria-invalid]="f.isInvalid()" …>
 *     </app-field>
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
    @if (fault(); as fault) {
      <span class="fault" [id]="id + '-fault'"
        ><app-icon [of]="alert" [size]="15" class="mt-0.5" />{{ fault }}</span
      >
    }`,
})
export class Field {
  readonly label = input.required<string>();
  readonly help = input('');
  /** What is wrong, in words; undefined: nothing. */
  readonly fault = input<string | undefined>();
  readonly hidesLabel = input(false);
  readonly id = `field-${String(nextId++)}`;
  protected readonly alert = CircleAlert;
  readonly isInvalid = computed(() => (this.fault() === undefined ? null : 'true'));
  readonly describedBy = computed(() => {
    const parts = [
      this.help() === '' ? '' : `${this.id}-help`,
      this.fault() === undefined ? '' : `${this.id}-fault`,
    ];
    const text = parts.filter((part) => part !== '').join(' ');
    return text === '' ? null : text;
  });
}
