import { Component, inject, input, signal } from '@angular/core';
import { Check, Copy } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

const tickMs = 1_200;

/** Copies a text; a tick for a second. With words of its own, or as an icon. */
@Component({
  selector: 'app-copy-button',
  imports: [Icon],
  host: { class: 'inline-flex flex-none' },
  template: `<button
    type="button"
    class="btn"
    [class.small]="isSmall()"
    [class.icon]="label() === ''"
    [class.plain]="label() === ''"
    [attr.aria-label]="
      label() === '' ? t(isCopied() ? 'action.copied' : 'action.copy_what', { what: what() }) : null
    "
    (click)="copy()"
  >
    <app-icon [of]="isCopied() ? check : copyIcon" [size]="15" />
    @if (label() !== '') {
      <span aria-live="polite">{{ isCopied() ? t('action.copied') : label() }}</span>
    }
  </button>`,
})
export class CopyButton {
  readonly text = input.required<string>();
  /** What is copied, for screen readers: `Value of the MX record`. */
  readonly what = input('');
  readonly label = input('');
  /** Off in the head of a page, where buttons are of full size. */
  readonly isSmall = input(true);
  protected readonly t = inject(Words).t;
  protected readonly check = Check;
  protected readonly copyIcon = Copy;
  protected readonly isCopied = signal(false);

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text());
    this.isCopied.set(true);
    setTimeout(() => this.isCopied.set(false), tickMs);
  }
}
