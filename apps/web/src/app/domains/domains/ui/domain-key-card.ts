import { Component, computed, inject, input, output } from '@angular/core';
import { CircleCheck, CircleDashed, Hourglass } from 'lucide';
import type { Failure } from '../../../shared/data/failure.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { RecordRow } from '../../../shared/ui/record-row.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { reasonOf } from '../util/reason.ts';
import type { DomainRecord } from '../util/steps.ts';

const looks = {
  active: { icon: CircleCheck, colour: 'green' },
  pending: { icon: CircleDashed, colour: 'amber' },
  retiring: { icon: Hourglass, colour: 'blue' },
} as const;

/** A signing key: what it does, its record, and what can be done with it. */
@Component({
  selector: 'app-domain-key-card',
  imports: [FormFailure, Icon, RecordRow, TimeAgo],
  host: { class: 'grid gap-4 px-4 py-4 sm:px-5' },
  template: `<div class="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span class="mono text-[14px] font-semibold">{{ of().selector }}</span>
      <span class="chip {{ look().colour }}"
        ><app-icon [of]="look().icon" [size]="14" />{{ t('domains.key.' + of().state) }}</span
      >
      <span class="text-[13px] text-muted">
        @switch (of().state) {
          @case ('active') {
            {{ t('domains.key.active_since') }} <app-time-ago [of]="of().activated_at ?? of().created_at" />
          }
          @case ('pending') {
            {{ t('domains.key.pending_text') }}
          }
          @case ('retiring') {
            @if (of().retires_at; as until) {
              {{ t('domains.key.retiring_text', { date: formats.date(until) }) }}
            }
          }
        }
      </span>
    </div>
    <app-record-row
      [of]="shown()"
      [title]="t('domains.record.dkim')"
      [reason]="t('domains.reason.' + reason(), { type: 'TXT', host: '' })"
      [zone]="zone()"
      [isChecking]="isWorking() && of().state === 'pending'"
    />
    @if (of().state === 'pending' && mayChange()) {
      <app-form-failure [of]="failure()" />
      <div class="flex flex-wrap gap-2">
        <button type="button" class="btn primary" [disabled]="isWorking()" (click)="activated.emit()">
          {{ t('domains.keys.activate') }}
        </button>
        <button type="button" class="btn danger" [disabled]="isWorking()" (click)="discarded.emit()">
          {{ t('domains.keys.discard') }}
        </button>
      </div>
    }`,
})
export class DomainKeyCard {
  readonly of = input.required<ItemOf<'listDomainKeys'>>();
  /** The record of the key among those of the domain. */
  readonly record = input<DomainRecord | undefined>();
  readonly zone = input.required<string>();
  readonly isWorking = input(false);
  readonly mayChange = input(false);
  readonly failure = input<Failure | undefined>();
  readonly activated = output();
  readonly discarded = output();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly look = computed(() => looks[this.of().state]);
  /** Until the records are there: what to publish, of which nothing is known. */
  protected readonly shown = computed(
    () =>
      this.record() ?? {
        purpose: 'dkim' as const,
        type: 'TXT',
        name: this.of().record_name,
        value: this.of().record_value,
        verdict: 'unknown' as const,
        found: [],
        checked_at: null,
      },
  );
  protected readonly reason = computed(() => reasonOf(this.shown()));
}
