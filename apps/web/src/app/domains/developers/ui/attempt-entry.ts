import { Component, computed, inject, input } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { layOutJson } from '../util/webhook-state.ts';
import { CodeBlock } from './code-block.ts';

/** One attempt to send an event: when, how long, what was sent and answered; folded but for its first line. */
@Component({
  selector: 'app-attempt-entry',
  imports: [CodeBlock],
  host: { class: 'block' },
  template: `<details class="rounded-lg border border-line px-3 py-2" [open]="isOpen()">
    <summary class="tabular cursor-pointer">
      <span class="ml-1 font-medium">{{ t('developers.log.attempt', { number: of().number }) }}</span>
      <span class="text-muted">
        · {{ formats.dateTime(of().at) }} · {{ formats.duration(of().duration_ms) }} ·
      </span>
      @if (of().response; as response) {
        <code>{{ response.status }}</code>
      } @else {
        <span class="text-red" lang="en">{{ of().error }}</span>
      }
    </summary>
    <div class="mt-3 grid gap-3">
      <div class="grid gap-1.5">
        <span class="label">{{ t('developers.log.request') }}</span>
        <app-code-block [of]="request()" [what]="t('developers.log.request')" />
      </div>
      @if (response(); as text) {
        <div class="grid gap-1.5">
          <span class="label">{{ t('developers.log.response') }}</span>
          <app-code-block [of]="text" [what]="t('developers.log.response')" />
        </div>
      }
    </div>
  </details>`,
})
export class AttemptEntry {
  readonly of = input.required<Answer<'getWebhookDelivery'>['attempt_log'][number]>();
  readonly isOpen = input(false);
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly request = computed(
    () => `POST ${this.of().request.url}\n${linesOf(this.of().request.headers)}`,
  );
  protected readonly response = computed(() => {
    const { response } = this.of();
    if (response === null) return '';
    const body = response.body === '' ? '' : `\n\n${layOutJson(response.body)}`;
    return `${String(response.status)}\n${linesOf(response.headers)}${body}`;
  });
}

function linesOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
