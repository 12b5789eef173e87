import { Component, input, output } from '@angular/core';

/** On or off, at once. `label` is for screen readers where no words stand beside it. */
@Component({
  selector: 'app-switch',
  host: { class: 'inline-flex align-middle' },
  template: `<button
    type="button"
    role="switch"
    class="track"
    [attr.aria-checked]="isOn()"
    [attr.aria-label]="label()"
    [disabled]="isDisabled()"
    (click)="flip($event)"
  ></button>`,
  styles: `
    .track {
      position: relative;
      width: 36px;
      height: 22px;
      border: 0;
      border-radius: 999px;
      background: var(--control-line);
      transition: background var(--fast) ease-out;
    }
    .track::after {
      content: '';
      position: absolute;
      top: 3px;
      left: 3px;
      width: 16px;
      height: 16px;
      border-radius: 999px;
      background: #fff;
      transition: transform var(--fast) ease-out;
    }
    .track[aria-checked='true'] {
      background: var(--accent);
    }
    .track[aria-checked='true']::after {
      transform: translateX(14px);
      background: var(--on-accent);
    }
    .track:disabled {
      opacity: 0.5;
    }
    .track:focus-visible {
      border-radius: 999px;
    }
  `,
})
export class Switch {
  readonly isOn = input.required<boolean>();
  readonly label = input.required<string>();
  readonly isDisabled = input(false);
  /** What it should be. */
  readonly flipped = output<boolean>();

  protected flip(event: Event): void {
    event.stopPropagation();
    this.flipped.emit(!this.isOn());
  }
}
