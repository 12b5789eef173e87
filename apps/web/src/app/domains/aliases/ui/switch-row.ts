import { Component, input, output } from '@angular/core';
import { Switch } from '../../../shared/ui/switch.ts';

/** Something that is on or off, with what it means. */
@Component({
  selector: 'app-switch-row',
  imports: [Switch],
  host: { class: 'flex items-start justify-between gap-6' },
  template: `<span class="min-w-0"
      ><span class="font-medium">{{ label() }}</span
      ><span class="prose block text-[13px] text-muted">{{ text() }}</span></span
    >
    <app-switch
      class="mt-0.5"
      [isOn]="isOn()"
      [label]="label()"
      [isDisabled]="isDisabled()"
      (flipped)="flipped.emit($event)"
    />`,
})
export class SwitchRow {
  readonly label = input.required<string>();
  readonly text = input.required<string>();
  readonly isOn = input.required<boolean>();
  readonly isDisabled = input(false);
  readonly flipped = output<boolean>();
}
