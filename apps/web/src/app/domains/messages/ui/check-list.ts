import { Component, computed, inject, input } from '@angular/core';
import { CircleCheck, CircleMinus, CircleX, KeyRound } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Message } from '../util/told.ts';
import { shownChecks } from '../util/checks.ts';

/** What was proven of the sender: SPF, DKIM, DMARC and ARC, each explained for the result at hand. */
@Component({
  selector: 'app-check-list',
  imports: [Icon],
  host: { class: 'card rows block' },
  template: `@if (of().kind === 'notice') {
      <p class="m-0 p-5 text-muted">{{ t('messages.check.own') }}</p>
    } @else if (of().authentication.login; as login) {
      <div class="flex gap-3 p-5">
        <app-icon class="mt-0.5 text-green" [of]="key" [size]="20" />
        <div>
          <h2 class="m-0 text-[15px]">{{ t('messages.check.login.title') }}</h2>
          <p class="prose m-0 mt-1">{{ t('messages.check.login.text', { address: login }) }}</p>
        </div>
      </div>
    } @else {
      @for (check of checks(); track $index) {
        <section class="flex gap-3 p-5">
          <app-icon class="mt-0.5 {{ check.colour }}" [of]="icons[check.verdict]" [size]="20" />
          <div class="min-w-0">
            <h2 class="m-0 flex flex-wrap items-baseline gap-x-2 text-[15px]">
              {{ check.name }}
              <span class="text-[13px] font-medium {{ check.colour }}">{{
                check.isKnown ? t('messages.check.result.' + check.result) : check.result
              }}</span>
            </h2>
            <p class="prose m-0 mt-1 break-words">
              @if (check.answer === undefined) {
                <span lang="en">{{ check.words }}</span>
              } @else {
                {{ t(check.asks, { domain: check.domain ?? t(check.fallback) }) }}
                {{ t(check.answer) }}
              }
            </p>
            @if (check.notes.length > 0 || check.comment !== null) {
              <p class="m-0 mt-1 flex flex-wrap gap-x-3 text-[13px] text-muted">
                @for (note of check.notes; track note.key) {
                  <span>{{ t(note.key, note.values) }}</span>
                }
                @if (check.comment; as comment) {
                  <span class="min-w-0 break-words" lang="en"
                    >{{ t('messages.check.said') }}: {{ comment }}</span
                  >
                }
              </p>
            }
          </div>
        </section>
      }
      <section class="p-5">
        <h2 class="m-0 text-[15px]">{{ t('messages.detail.client') }}</h2>
        <p class="mono m-0 mt-1 text-[13px] break-words">{{ of().client.words }}</p>
      </section>
    }`,
})
export class CheckList {
  readonly of = input.required<Message>();
  protected readonly t = inject(Words).t;
  protected readonly key = KeyRound;
  protected readonly icons = { good: CircleCheck, bad: CircleX, open: CircleMinus } as const;
  protected readonly checks = computed(() => shownChecks(this.of()));
}
