import { Component, computed, DestroyRef, effect, inject } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { loadingOf } from '../../../shared/data/loading.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { WebhookCalls } from '../data/webhooks.ts';
import { AttemptEntry } from '../ui/attempt-entry.ts';
import { CodeBlock } from '../ui/code-block.ts';
import { WebhookDeliveryChip } from '../ui/webhook-delivery-chip.ts';
import { layOutJson } from '../util/webhook-state.ts';

/** While it is on its way, what came of it is asked for this often. */
const lookMs = 1_500;
/** What is due later than this is not waited for. */
const soonMs = 10_000;

/** One event that was sent to a webhook: its body, and each attempt with request and answer. */
@Component({
  selector: 'app-webhook-delivery-dialog',
  imports: [AttemptEntry, CodeBlock, DialogFrame, FailurePanel, Skeleton, WebhookDeliveryChip],
  template: `<app-dialog-frame [title]="title()" [isWide]="true">
    @if (delivery.value(); as value) {
      <div class="grid gap-5">
        <p class="m-0 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted" aria-live="polite">
          <app-webhook-delivery-chip [of]="value.state" [isRetry]="value.attempts > 0" />
          <span>{{ formats.dateTime(value.created_at) }}</span>
          @if (value.last_error; as error) {
            <span lang="en">{{ error }}</span>
          }
        </p>
        @if (value.next_attempt_at && value.state === 'waiting') {
          <p class="m-0 text-muted">
            {{ t('developers.log.next') }} {{ formats.dateTime(value.next_attempt_at) }}
          </p>
        }
        <section class="grid gap-2">
          <h3 class="m-0">{{ t('developers.log.attempts') }}</h3>
          @for (attempt of value.attempt_log; track attempt.number) {
            <app-attempt-entry [of]="attempt" [isOpen]="$first" />
          } @empty {
            <p class="m-0 text-muted">{{ t('developers.log.no_attempt') }}</p>
          }
        </section>
        @if (value.body; as body) {
          <section class="grid gap-2">
            <h3 class="m-0">{{ t('developers.log.body') }}</h3>
            <app-code-block [of]="layOut(body)" [what]="t('developers.log.body')" />
          </section>
        }
      </div>
    } @else if (delivery.failure(); as failure) {
      <app-failure [of]="failure" (retry)="delivery.reload()" />
    } @else {
      <app-skeleton [height]="200" />
    }
    <ng-container ngProjectAs="[foot]">
      @if (data.canWrite && delivery.value(); as value) {
        <button type="button" class="btn" [disabled]="value.state === 'sending'" (click)="replay()">
          {{ t('developers.log.again') }}
        </button>
      }
      <button type="button" class="btn primary" (click)="ref.close()">{{ t('action.close') }}</button>
    </ng-container>
  </app-dialog-frame>`,
})
export class WebhookDeliveryDialog {
  protected readonly data = inject<{
    readonly webhookId: string;
    readonly deliveryId: string;
    readonly canWrite: boolean;
  }>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<undefined>>(DialogRef);
  readonly #calls = inject(WebhookCalls);
  readonly #toasts = inject(ToastList);
  protected readonly formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly layOut = layOutJson;
  protected readonly delivery = loadingOf(
    () => this.data,
    ({ webhookId, deliveryId }) => this.#calls.delivery(webhookId, deliveryId),
  );
  protected readonly title = computed(() => {
    const type = this.delivery.value()?.event_type;
    return type === undefined ? this.t('developers.log.event') : this.t(`developers.event.${type}`);
  });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const value = this.delivery.value();
      const dueAt = value?.next_attempt_at ?? undefined;
      const isDue = dueAt === undefined || Date.parse(dueAt) < Date.now() + soonMs;
      const isMoving = value?.state === 'sending' || (value?.state === 'waiting' && isDue);
      clearTimeout(this.#timer);
      if (isMoving) this.#timer = setTimeout(() => this.delivery.reload(), lookMs);
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected async replay(): Promise<void> {
    try {
      await this.#calls.replay(this.data.webhookId, this.data.deliveryId);
      this.delivery.reload();
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
