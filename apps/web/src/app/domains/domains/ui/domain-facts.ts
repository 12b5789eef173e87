import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain } from '../data/domain-view.ts';

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
    @if (of().next_check_at; as next) {
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
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
}
