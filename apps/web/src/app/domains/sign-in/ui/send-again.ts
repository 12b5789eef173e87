import { Component, DestroyRef, inject, input, signal } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';

/** Long enough for a mail to arrive before another one makes its link useless, seconds. */
const pauseSeconds = 30;

/** Sends a mail once more, then rests for a while. */
@Component({
  selector: 'app-send-again',
  host: { class: 'inline-flex' },
  template: `<button
    type="button"
    class="btn"
    [disabled]="isSending() || secondsLeft() > 0"
    (click)="sendAgain()"
  >
    <span role="status">{{
      secondsLeft() > 0 ? t('sign_in.mail.sent_again', { seconds: secondsLeft() }) : t('sign_in.mail.again')
    }}</span>
  </button>`,
})
export class SendAgain {
  /** What sends it; throws a Failure where that is refused. */
  readonly send = input.required<() => Promise<unknown>>();
  protected readonly t = inject(Words).t;
  readonly #toasts = inject(ToastList);
  protected readonly isSending = signal(false);
  protected readonly secondsLeft = signal(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearInterval(this.#timer));
  }

  protected async sendAgain(): Promise<void> {
    this.isSending.set(true);
    try {
      await this.send()();
      this.#rest();
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    } finally {
      this.isSending.set(false);
    }
  }

  #rest(): void {
    this.secondsLeft.set(pauseSeconds);
    this.#timer = setInterval(() => {
      this.secondsLeft.update((seconds) => seconds - 1);
      if (this.secondsLeft() <= 0) clearInterval(this.#timer);
    }, 1_000);
  }
}
