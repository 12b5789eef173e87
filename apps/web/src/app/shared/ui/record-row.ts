import { Component, computed, inject, input } from '@angular/core';
import { CircleCheck, CircleDashed, CircleQuestionMark, LoaderCircle, TriangleAlert } from 'lucide';
import { shortRecordName } from '../util/record-name.ts';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';
import { RecordFound } from './record-found.ts';
import { RecordPart } from './record-part.ts';
import { TimeAgo } from './time-ago.ts';

/** A DNS record to publish, and what was last found of it. */
export interface ShownRecord {
  readonly type: string;
  /** Without a final dot. */
  readonly name: string;
  readonly value: string;
  readonly verdict: 'ok' | 'missing' | 'different' | 'unknown';
  readonly found: readonly string[];
  readonly checked_at: string | null;
}

const looks = {
  ok: { icon: CircleCheck, colour: 'text-green' },
  missing: { icon: CircleDashed, colour: 'text-amber' },
  different: { icon: TriangleAlert, colour: 'text-amber' },
  unknown: { icon: CircleQuestionMark, colour: 'text-muted' },
} as const;

/** A DNS record: type, name and value to copy, what was found where it differs, the reason in words, and when it was looked for. */
@Component({
  selector: 'app-record-row',
  imports: [Icon, RecordFound, RecordPart, TimeAgo],
  host: { class: 'block', role: 'group', '[attr.aria-label]': 'of().type + " " + of().name' },
  template: `<div class="grid gap-2.5">
    <div class="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span class="tag mono font-semibold text-text">{{ of().type }}</span>
      <span class="font-medium">{{ title() }}</span>
      <ng-content select="[beside]" />
    </div>
    <dl class="parts m-0">
      <dt>{{ t('record.name') }}</dt>
      <dd>
        <app-record-part
          [text]="name()"
          [strong]="short()"
          [what]="t('record.name_of', { title: title() })"
        />
      </dd>
      @if (mx(); as mx) {
        <dt>{{ t('record.priority') }}</dt>
        <dd>
          <app-record-part [text]="mx.preference" [what]="t('record.priority_of', { title: title() })" />
        </dd>
        <dt>{{ t('record.server') }}</dt>
        <dd><app-record-part [text]="mx.host" [what]="t('record.value_of', { title: title() })" /></dd>
      } @else {
        <dt>{{ t('record.value') }}</dt>
        <dd>
          <app-record-part [text]="of().value" [what]="t('record.value_of', { title: title() })" />
        </dd>
      }
      @if (shownFound().length > 0) {
        <dt>{{ t('record.found') }}</dt>
        <dd>
          <app-record-found
            [of]="shownFound()"
            [expected]="of().value"
            [marks]="of().verdict === 'different'"
          />
        </dd>
      }
    </dl>
    <p class="m-0 flex items-start gap-2 text-[13px]" aria-live="polite">
      @if (isChecking()) {
        <app-icon [of]="spinner" [size]="16" class="mt-px animate-spin text-muted" />
        <span class="text-muted">{{ t('record.checking') }}</span>
      } @else {
        <app-icon [of]="look().icon" [size]="16" class="mt-px" [class]="look().colour" />
        <span class="min-w-0">
          <span [attr.lang]="reasonLanguage()">{{ reason() }}</span>
          @if (of().checked_at; as checkedAt) {
            <span class="text-muted"> · {{ t('record.checked') }} <app-time-ago [of]="checkedAt" /></span>
          }
        </span>
      }
    </p>
  </div>`,
  styles: `
    .parts {
      display: grid;
      grid-template-columns: minmax(64px, max-content) minmax(0, 1fr);
      gap: 6px 12px;
      align-items: baseline;
    }
    dt {
      color: var(--muted);
      font-size: 13px;
    }
    dd {
      margin: 0;
      min-width: 0;
    }
    @media (max-width: 520px) {
      .parts {
        grid-template-columns: minmax(0, 1fr);
        gap: 2px;
      }
      dd + dt {
        margin-top: 6px;
      }
    }
  `,
})
export class RecordRow {
  readonly of = input.required<ShownRecord>();
  /** What the record is: `Mail server`. */
  readonly title = input.required<string>();
  /** Why it has its verdict, in a sentence. */
  readonly reason = input.required<string>();
  /** The language of the sentence where it is not that of the page. */
  readonly reasonLanguage = input<string | null>(null);
  /** The domain whose zone the record stands in. */
  readonly zone = input('');
  /** Whether names are shown, and copied, without the domain. */
  readonly isShort = input(false);
  readonly isChecking = input(false);
  protected readonly t = inject(Words).t;
  protected readonly spinner = LoaderCircle;
  protected readonly look = computed(() => looks[this.of().verdict]);
  protected readonly short = computed(() => shortRecordName(this.of().name, this.zone()));
  protected readonly name = computed(() => (this.isShort() ? this.short() : this.of().name));
  /** Forms of DNS providers ask for the two parts of an MX apart (RFC 1035 §3.3.9). */
  protected readonly mx = computed(() => {
    const { type, value } = this.of();
    const [preference = '', host = ''] = value.split(' ');
    return type === 'MX' && host !== '' ? { preference, host } : undefined;
  });
  /** What was found, unless it is what was to be published. */
  protected readonly shownFound = computed(() => {
    const { found, value, verdict } = this.of();
    return verdict === 'ok' ? found.filter((text) => text !== value) : found;
  });
}
