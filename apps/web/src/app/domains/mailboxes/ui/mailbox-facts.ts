import { Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Switch } from '../../../shared/ui/switch.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../util/mailbox-state.ts';

/** What there is to know of a mailbox, and of what its owners are told. */
@Component({
  selector: 'app-mailbox-facts',
  imports: [RouterLink, Switch, TimeAgo],
  host: { class: 'card padded grid gap-4' },
  template: `<dl class="facts m-0">
      <dt>{{ t('mailboxes.column.aliases') }}</dt>
      <dd>
        <a routerLink="/aliases" [queryParams]="{ mailbox_id: of().id }"
          >{{ formats.number(of().alias_count) }}{{ of().alias_count >= 200 ? '+' : '' }}</a
        >
      </dd>
      <dt>{{ t('mailboxes.column.created') }}</dt>
      <dd><app-time-ago [of]="of().created_at" /></dd>
      <dt>{{ t('mailboxes.column.confirmed') }}</dt>
      <dd>
        @if (of().confirmed_at; as confirmedAt) {
          <app-time-ago [of]="confirmedAt" />
        } @else {
          {{ t('state.unconfirmed') }}
        }
      </dd>
    </dl>
    @if (of().is_default) {
      <p class="m-0 text-[13px] text-muted">{{ t('mailboxes.default_text') }}</p>
    }
    <div class="flex items-start gap-3 border-t border-line pt-4">
      <app-switch
        class="mt-0.5"
        [isOn]="of().wants_delay_notice"
        [label]="t('mailboxes.delays.title')"
        [isDisabled]="!mayChange()"
        (flipped)="delaysWished.emit($event)"
      />
      <div class="min-w-0">
        <p class="m-0 font-medium">{{ t('mailboxes.delays.title') }}</p>
        <p class="m-0 text-[13px] text-muted">{{ t('mailboxes.delays.text') }}</p>
      </div>
    </div>`,
})
export class MailboxFacts {
  readonly of = input.required<Mailbox>();
  readonly mayChange = input(false);
  readonly delaysWished = output<boolean>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
}
