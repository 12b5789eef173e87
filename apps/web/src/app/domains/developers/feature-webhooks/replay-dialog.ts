import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { WebhookCalls } from '../data/webhooks.ts';

const hourMs = 3_600_000;
/** How far back: an hour, a day, three days, and all that is kept. */
const spans = ['1', '24', '72', '336'] as const;

/** Sends everything again that failed for good since some time. */
@Component({
  selector: 'app-replay-dialog',
  imports: [Choice, DialogFrame, FormFailure],
  template: `<app-dialog-frame [title]="t('developers.log.replay_all')">
    <div class="grid gap-4">
      <p class="m-0 text-muted">{{ t('developers.log.replay_text') }}</p>
      <app-choice
        [label]="t('developers.log.since')"
        [choices]="choices()"
        [value]="hours()"
        (chosen)="hours.set($event)"
      />
      <app-form-failure [of]="failure()" />
    </div>
    <button foot type="button" class="btn" (click)="ref.close()">{{ t('action.cancel') }}</button>
    <button foot type="button" class="btn primary" [disabled]="isSending()" (click)="replay()">
      {{ t('developers.log.replay') }}
    </button>
  </app-dialog-frame>`,
})
export class ReplayDialog {
  readonly #webhookId = inject<string>(DIALOG_DATA);
  readonly #calls = inject(WebhookCalls);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);
  protected readonly ref = inject<DialogRef<undefined>>(DialogRef);
  protected readonly t = this.#words.t;
  protected readonly hours = signal<(typeof spans)[number]>('24');
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isSending = signal(false);
  protected readonly choices = computed(() =>
    spans.map((value) => ({ value, label: this.t(`developers.span.${value}`) })),
  );

  protected async replay(): Promise<void> {
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      const since = new Date(Date.now() - Number(this.hours()) * hourMs).toISOString();
      const count = await this.#calls.replayAll(this.#webhookId, since);
      this.#toasts.done(this.#words.tn('developers.log.replayed', count));
      this.ref.close();
    } catch (error) {
      this.failure.set(toFailure(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
