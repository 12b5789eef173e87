import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain } from '../data/domain-view.ts';
import { nextCheckOf } from '../util/next-check.ts';

/** What there is to know of a domain beside its records. */
@Component({
  selector: 'app-domain-facts',
  imports: [RouterLink, TimeAgo],
  host: { class: 'card padded block' },
  template: `<dl class="facts m-0">
    <dt>{{ t('domains.column.aliases') }}</dt>
    <dd>
      <a routerLink="/aliases" [queryParams]="{ domain_id: of().id }">{{
        of().alias_count === null
          ? t('domains.many', { count: formats.number(1000) })
          : formats.number(of().alias_count ?? 0)
      }}</a>
    </dd>
    <dt>{{ t('domains.column.messages') }}</dt>
    <dd>
      <a routerLink="/messages" [queryParams]="{ domain_id: of().id }">{{ t('action.show') }}</a>
    </dd>
    <dt>{{ t('domains.column.checked') }}</dt>
    <dd>
      @if (of().checked_at; as checkedAt) {
        <app-time-ago [of]="checkedAt" />
      } @else {
        {{ t('domains.never') }}
      }
    </dd>
    @if (next(); as next) {
      <dt>{{ t('domains.column.next') }}</dt>
      <dd><app-time-ago [of]="next" /></dd>
    }
    <dt>{{ t('domains.column.created') }}</dt>
    <dd><app-time-ago [of]="of().created_at" /></dd>
    @if (of().activated_at; as activatedAt) {
      <dt>{{ t('domains.column.activated') }}</dt>
      <dd><app-time-ago [of]="activatedAt" /></dd>
    }
  </dl>`,
})
export class DomainFacts {
  readonly of = input.required<Domain>();
  readonly #clock = inject(Clock);
  protected readonly t = inject(Words).t;
  /** When DNS is asked next; undefined where that should have happened, as in a sandbox, which asks nobody. */
  protected readonly next = computed(() => nextCheckOf(this.of(), this.#clock.now()));
  protected readonly formats = inject(Formats);
}
