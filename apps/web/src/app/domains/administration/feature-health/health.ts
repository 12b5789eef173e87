import { Component, inject } from '@angular/core';
import { CircleCheck, CircleX, RefreshCw, TriangleAlert } from 'lucide';
import { loading } from '../../../shared/data/loading.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { inOrderOfNeed } from '../util/findings.ts';

const icons = { ok: CircleCheck, warning: TriangleAlert, problem: CircleX } as const;
const colours = { ok: 'text-green', warning: 'text-amber', problem: 'text-red' } as const;
const callouts = { ok: 'callout success', warning: 'callout warning', problem: 'callout danger' } as const;

/** How the installation is: what keeps mail from coming in or going out, worst first. */
@Component({
  selector: 'app-health',
  imports: [FailurePanel, Icon, Skeleton],
  host: { class: 'grid grid-cols-1 gap-6' },
  template: `@if (health.value(); as value) {
      <div [class]="callouts[value.verdict] + ' items-center'" role="status">
        <app-icon [of]="icons[value.verdict]" [size]="20" [class]="colours[value.verdict]" />
        <p class="m-0 min-w-0 flex-1 font-medium">{{ t('administration.verdict.' + value.verdict) }}</p>
        <button type="button" class="btn small" [disabled]="health.isLoading()" (click)="health.reload()">
          <app-icon [of]="refresh" [size]="15" />{{ t('administration.health.check') }}
        </button>
      </div>
      <ul class="card rows m-0 list-none p-0">
        @for (finding of inOrder(value.findings); track finding) {
          <li class="flex items-start gap-3 px-5 py-3.5">
            <app-icon [of]="icons[finding.verdict]" class="mt-px" [class]="colours[finding.verdict]" />
            <div class="min-w-0">
              <p class="m-0 font-medium">
                {{ nameOf(finding.check) }}
                <span class="sr-only">: {{ t('administration.finding.' + finding.verdict) }}</span>
              </p>
              <p class="m-0 break-words text-muted" lang="en">{{ finding.text }}</p>
              @if (finding.advice; as advice) {
                <p class="m-0 mt-1 break-words" lang="en">{{ advice }}</p>
              }
            </div>
          </li>
        }
      </ul>
      <section class="card padded">
        <dl class="facts m-0">
          <dt>{{ t('administration.health.version') }}</dt>
          <dd>SMTPy {{ value.version }}</dd>
          <dt>{{ t('administration.health.mode') }}</dt>
          <dd>{{ t('administration.mode.' + value.mode) }}</dd>
          <dt>{{ t('administration.health.hostname') }}</dt>
          <dd class="mono break-all">{{ value.hostname }}</dd>
          <dt>{{ t('administration.health.started') }}</dt>
          <dd>
            {{ formats.dateTime(value.started_at) }} ({{ formats.duration(value.uptime_seconds * 1000) }})
          </dd>
          <dt>{{ t('administration.health.roles') }}</dt>
          <dd class="flex flex-wrap gap-1">
            @for (role of value.roles; track role) {
              <code class="tag">{{ role }}</code>
            }
          </dd>
          <dt>{{ t('administration.health.connections') }}</dt>
          <dd class="grid gap-1">
            @for (connection of value.connections; track $index) {
              <span class="tabular"
                ><code>{{ connection.name }}</code>
                <span class="text-muted">
                  × {{ connection.count }} ·
                  {{ connection.address ?? t('administration.health.same_machine') }}</span
                ></span
              >
            }
          </dd>
        </dl>
      </section>
      <p class="m-0 text-muted">{{ t('administration.health.doctor') }} <code>smtpy doctor</code></p>
    } @else if (health.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="health.reload()" />
    } @else {
      <app-skeleton [height]="52" />
      <app-skeleton [height]="260" />
    }`,
})
export class Health {
  readonly #words = inject(Words);
  protected readonly formats = inject(Formats);
  protected readonly t = this.#words.t;
  protected readonly health = loading('getHealth', () => ({}), { isPersonal: true });
  protected readonly icons = icons;
  protected readonly colours = colours;
  protected readonly callouts = callouts;
  protected readonly refresh = RefreshCw;
  protected readonly inOrder = inOrderOfNeed;

  /** The check in words; one that these pages do not know yet by its own name. */
  protected nameOf(check: string): string {
    const key = `administration.check.${check}`;
    return this.#words.has(key) ? this.t(key) : check;
  }
}
