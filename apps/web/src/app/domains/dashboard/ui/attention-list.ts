import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CircleX, Globe, Hand, TriangleAlert, type IconNode } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { mostHeld, type AttentionLine } from '../util/attention.ts';

const looks: Readonly<Record<AttentionLine['tone'], { readonly icon: IconNode; readonly colour: string }>> = {
  bad: { icon: CircleX, colour: 'bg-red-soft text-red' },
  warning: { icon: TriangleAlert, colour: 'bg-amber-soft text-amber' },
  waiting: { icon: Hand, colour: 'bg-violet-soft text-violet' },
  setup: { icon: Globe, colour: 'bg-accent-soft text-accent-text' },
};

/** What somebody should look at: a sentence and a button each. */
@Component({
  selector: 'app-attention-list',
  imports: [RouterLink, Icon, TimeAgo],
  template: `<section class="card overflow-clip" aria-labelledby="attention-title">
    <h2 class="m-0 border-b border-line px-4 py-3 md:px-5" id="attention-title">
      {{ t('dashboard.attention.title') }}
    </h2>
    <ul class="rows m-0 list-none p-0">
      @for (line of lines(); track line.id) {
        @let shape = looks[line.tone];
        <li class="flex items-center gap-3 px-4 py-2.5 md:px-5">
          <span class="grid h-8 w-8 flex-none place-content-center rounded-lg" [class]="shape.colour"
            ><app-icon [of]="shape.icon" [size]="17"
          /></span>
          <p class="m-0 min-w-0 flex-1 break-words">
            {{ sentence(line) }}
            @if (line.since; as since) {
              <app-time-ago class="text-muted" [of]="since" />
            }
          </p>
          <a
            class="btn small flex-none"
            [routerLink]="line.path"
            [queryParams]="line.query"
            [attr.aria-label]="t('dashboard.do.' + line.action) + ': ' + sentence(line)"
            >{{ t('dashboard.do.' + line.action) }}</a
          >
        </li>
      }
    </ul>
  </section>`,
})
export class AttentionList {
  readonly lines = input.required<readonly AttentionLine[]>();
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  readonly #formats = inject(Formats);
  protected readonly looks = looks;

  protected sentence({ kind, count, values }: AttentionLine): string {
    if (count === undefined) return this.t(`dashboard.attention.${kind}`, values);
    const isMore = kind === 'held' && count >= mostHeld;
    return this.#words.tn(`dashboard.attention.${kind}`, count, {
      ...values,
      count: this.#formats.number(count) + (isMore ? '+' : ''),
    });
  }
}
