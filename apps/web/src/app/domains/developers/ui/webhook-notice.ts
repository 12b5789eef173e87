import { Component, computed, inject, input, output } from '@angular/core';
import { Pause, TriangleAlert } from 'lucide';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { stateOfWebhook } from '../util/webhook-state.ts';

/** Why a webhook is not as it should be, what that means, and how it goes on. Nothing where all is well. */
@Component({
  selector: 'app-webhook-notice',
  imports: [Icon],
  host: { class: 'block', '[class.hidden]': "state() === 'active'" },
  template: `@if (state() !== 'active') {
    <div
      class="callout flex-wrap"
      [class.warning]="state() === 'failing' || state() === 'paused'"
      [class.danger]="isBroken()"
      role="status"
    >
      <app-icon
        [of]="state() === 'paused' ? pause : warning"
        class="mt-px"
        [class]="isBroken() ? 'text-red' : 'text-amber'"
      />
      <div class="min-w-0 flex-1 basis-60">
        <p class="m-0 font-medium">{{ t('developers.notice.' + state(), { since: since() }) }}</p>
        <p class="m-0 text-muted">{{ t('developers.notice_text.' + state()) }}</p>
      </div>
      @if (canWrite() && state() !== 'failing') {
        <button type="button" class="btn small" (click)="resumed.emit()">
          {{ t('developers.webhooks.resume') }}
        </button>
      }
    </div>
  }`,
})
export class WebhookNotice {
  readonly of = input.required<ItemOf<'listWebhooks'>>();
  readonly canWrite = input.required<boolean>();
  readonly resumed = output();
  readonly #formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly state = computed(() => stateOfWebhook(this.of()));
  protected readonly isBroken = computed(
    () => this.state() === 'paused_failing' || this.state() === 'paused_gone',
  );
  protected readonly since = computed(() => {
    const at = this.of().is_enabled ? this.of().failing_since : this.of().paused_at;
    return at === null ? '' : this.#formats.dateTime(at);
  });
  protected readonly pause = Pause;
  protected readonly warning = TriangleAlert;
}
