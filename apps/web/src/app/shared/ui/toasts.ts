import { Component, inject } from '@angular/core';
import { CircleCheck, TriangleAlert, X } from 'lucide';
import { Icon } from './icon.ts';
import { ToastList } from '../util/toast-list.ts';
import { Words } from '../util/words.ts';

/** The toasts, above everything, at the lower edge. */
@Component({
  selector: 'app-toasts',
  imports: [Icon],
  template: `<div
    class="pointer-events-none fixed inset-x-0 bottom-20 z-[1100] grid justify-items-center gap-2 px-4 md:bottom-6"
    role="region"
    aria-live="polite"
    [attr.aria-label]="t('toast.region')"
  >
    @for (toast of list.toasts(); track toast.id) {
      <div
        class="toast pointer-events-auto flex max-w-[520px] items-center gap-3 rounded-[10px] py-2 pr-2 pl-4"
        [attr.role]="toast.kind === 'failed' ? 'alert' : null"
      >
        <app-icon [of]="toast.kind === 'failed' ? warning : check" />
        <span class="py-1.5">{{ toast.text }}</span>
        @if (toast.action; as action) {
          <button
            type="button"
            class="toast-button font-semibold underline underline-offset-2"
            (click)="list.act(toast)"
          >
            {{ action.label }}
          </button>
        }
        <button
          type="button"
          class="toast-button"
          [attr.aria-label]="t('action.dismiss')"
          (click)="list.dismiss(toast.id)"
        >
          <app-icon [of]="cross" [size]="16" />
        </button>
      </div>
    }
  </div>`,
  styles: `
    .toast {
      background: var(--n-10);
      color: var(--n-1);
      box-shadow: var(--shadow);
      animation: smtpy-rise var(--slow) ease-out;
    }
    .toast-button {
      min-height: 32px;
      padding: 0 8px;
      border-radius: 6px;
    }
    .toast-button:focus-visible {
      outline-color: currentColor;
    }
  `,
})
export class Toasts {
  protected readonly list = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly check = CircleCheck;
  protected readonly warning = TriangleAlert;
  protected readonly cross = X;
}
