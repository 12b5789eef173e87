import { Component, computed, inject, input, signal } from '@angular/core';
import { ChevronRight } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { AuditEntry } from '../data/audit-export.ts';
import { listChanges } from '../util/changes.ts';

let nextId = 1;

/** An entry of the log: who did what to what; what changed, and from where, folded. */
@Component({
  selector: 'app-audit-entry-row',
  imports: [Icon, TimeAgo],
  host: { class: 'block' },
  template: `<button
      type="button"
      class="flex w-full items-start gap-3 px-4 py-3 text-left hover:bg-hover focus-visible:-outline-offset-2"
      [attr.aria-expanded]="isOpen()"
      [attr.aria-controls]="isOpen() ? detailsId : null"
      (click)="isOpen.set(!isOpen())"
    >
      <app-icon
        [of]="chevron"
        [size]="16"
        class="mt-0.5 text-muted transition-transform"
        [class.rotate-90]="isOpen()"
      />
      <span class="grid min-w-0 flex-1 gap-x-4 gap-y-0.5 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_150px]">
        <span class="min-w-0">
          <span class="block font-medium">{{ action() }}</span>
          @if (of().subject?.label; as label) {
            <span class="block text-[13px] break-words text-muted">{{ label }}</span>
          }
        </span>
        <span class="min-w-0 text-[13px]">
          <span class="block break-words">{{ actor() }}</span>
          @if (of().actor.ip; as ip) {
            <span class="mono block text-muted">{{ ip }}</span>
          }
        </span>
        <app-time-ago class="text-[13px] text-muted md:text-right" [of]="of().at" />
      </span>
    </button>
    @if (isOpen()) {
      <div class="grid gap-4 border-t border-line bg-sunken px-4 py-4 md:pl-11" [id]="detailsId">
        @if (changes().length > 0) {
          <table class="table cards overflow-hidden rounded-lg border border-line bg-card">
            <thead>
              <tr>
                <th scope="col">{{ t('audit.change.what') }}</th>
                <th scope="col">{{ t('audit.change.before') }}</th>
                <th scope="col">{{ t('audit.change.after') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (change of changes(); track change.name) {
                <tr>
                  <td class="full">
                    <code>{{ change.name }}</code>
                  </td>
                  <td
                    class="full"
                    [class.phone-hidden]="change.before === undefined"
                    [attr.data-label]="t('audit.change.before')"
                  >
                    <span class="mono min-w-0 break-all">{{ change.before ?? '–' }}</span>
                  </td>
                  <td
                    class="full"
                    [class.phone-hidden]="change.after === undefined"
                    [attr.data-label]="t('audit.change.after')"
                  >
                    <span class="mono min-w-0 break-all">{{ change.after ?? '–' }}</span>
                  </td>
                </tr>
              }
            </tbody>
          </table>
        }
        <dl class="facts m-0 text-[13px]">
          <dt>{{ t('audit.fact.at') }}</dt>
          <dd class="tabular">{{ formats.date(of().at) }}, {{ formats.timeExact(of().at) }}</dd>
          <dt>{{ t('audit.fact.action') }}</dt>
          <dd>
            <code>{{ of().action }}</code>
          </dd>
          <dt>{{ t('audit.fact.actor') }}</dt>
          <dd>{{ t('audit.actor.' + of().actor.kind) }}</dd>
          @if (of().subject; as subject) {
            <dt>{{ t('audit.fact.subject') }}</dt>
            <dd class="break-all">
              <code>{{ subject.kind }} {{ subject.id }}</code>
            </dd>
          }
          @if (of().actor.user_agent; as agent) {
            <dt>{{ t('audit.fact.user_agent') }}</dt>
            <dd class="break-words">{{ agent }}</dd>
          }
          @if (of().actor.key_id; as key) {
            <dt>{{ t('audit.fact.key') }}</dt>
            <dd class="break-all">
              <code>{{ key }}</code>
            </dd>
          }
          @if (of().actor.request_id; as request) {
            <dt>{{ t('audit.fact.request') }}</dt>
            <dd class="break-all">
              <code>{{ request }}</code>
            </dd>
          }
        </dl>
      </div>
    }`,
})
export class AuditEntryRow {
  readonly of = input.required<AuditEntry>();
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  protected readonly formats = inject(Formats);
  protected readonly chevron = ChevronRight;
  protected readonly detailsId = `audit-entry-${String(nextId++)}`;
  protected readonly isOpen = signal(false);
  protected readonly changes = computed(() => listChanges(this.of().before, this.of().after));
  /** Of a server that is newer than these pages there may be actions that they do not know. */
  protected readonly action = computed(() => {
    const { action, title } = this.of();
    return this.#words.has(`audit.action.${action}`) ? this.t(`audit.action.${action}`) : title;
  });
  /** The address at that time; what is no person by its kind. */
  protected readonly actor = computed(() => {
    const { kind, label } = this.of().actor;
    if (label !== null) return kind === 'key' ? this.t('audit.by_key', { name: label }) : label;
    return this.t(`audit.actor.${kind}`);
  });
}
