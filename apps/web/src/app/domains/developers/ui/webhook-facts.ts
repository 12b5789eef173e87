import { Component, computed, inject, input } from '@angular/core';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';

/** Where a webhook leads, what it is told of, and since when. */
@Component({
  selector: 'app-webhook-facts',
  imports: [CopyButton],
  host: { class: 'card padded block' },
  template: `<dl class="facts m-0">
    <dt>{{ t('developers.webhooks.url') }}</dt>
    <dd class="flex items-start gap-1">
      <code class="min-w-0 break-all">{{ of().url }}</code>
      <app-copy-button class="-my-1" [text]="of().url" [what]="t('developers.webhooks.url')" />
    </dd>
    <dt>{{ t('developers.webhooks.events') }}</dt>
    <dd>
      @if (of().event_types; as types) {
        <span class="flex flex-wrap gap-1">
          @for (type of types; track type) {
            <code class="tag">{{ type }}</code>
          }
        </span>
      } @else {
        {{ t('developers.webhooks.everything') }}
      }
    </dd>
    @if (limit(); as text) {
      <dt>{{ t('developers.webhooks.about') }}</dt>
      <dd>{{ text }}</dd>
    }
    @if (oldSecretUntil(); as text) {
      <dt>{{ t('developers.webhooks.secret') }}</dt>
      <dd>{{ text }}</dd>
    }
    <dt>{{ t('developers.webhooks.made') }}</dt>
    <dd>{{ formats.dateTime(of().created_at) }}</dd>
  </dl>`,
})
export class WebhookFacts {
  readonly of = input.required<ItemOf<'listWebhooks'>>();
  readonly #words = inject(Words);
  readonly #clock = inject(Clock);
  protected readonly t = this.#words.t;
  protected readonly formats = inject(Formats);
  /** What it is limited to, where it is. */
  protected readonly limit = computed(() => {
    const { alias_ids: aliases, domain_ids: domains } = this.of();
    const parts = [
      domains === null ? '' : this.#words.tn('developers.webhooks.domains', domains.length),
      aliases === null ? '' : this.#words.tn('developers.webhooks.aliases', aliases.length),
    ];
    return parts.filter((part) => part !== '').join(', ');
  });
  protected readonly oldSecretUntil = computed(() => {
    const until = this.of().previous_secret_until;
    if (until === null || Date.parse(until) <= this.#clock.now()) return '';
    return this.t('developers.webhooks.old_secret', { until: this.formats.dateTime(until) });
  });
}
