import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { Address } from '../../../shared/ui/address.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import { Sayer } from '../data/sayer.ts';
import { refusalPhrase, remedyOf, remedyPhrase, type RefusalRemedy } from '../util/refusal-words.ts';
import { shownAddress } from '../../../shared/util/shown-sender.ts';
import { Sender } from '../../../shared/ui/sender.ts';

/** Where something can be done about a refusal. */
const places: Readonly<Record<Exclude<RefusalRemedy, 'alias'>, string>> = {
  senders: '/rules/senders',
  rules: '/rules',
  mailboxes: '/mailboxes',
  domains: '/domains',
};

/** A refusal of the list. */
@Component({
  // A row of a table has to be one.
  // eslint-disable-next-line @angular-eslint/component-selector -- attribute of tr, else the table is none
  selector: 'tr[app-refusal-row]',
  imports: [Address, RouterLink, Sender, TimeAgo],
  template: `<td class="max-w-0 md:w-[26%]">
      <span class="block min-w-0">
        <app-sender [of]="sender()" [copies]="true" />
        <span class="mono mt-0.5 block text-[12px] text-muted">{{
          of().ip ?? t('messages.refusals.ip_not_kept')
        }}</span>
      </span>
    </td>
    <td class="full max-w-0 md:w-[24%]"><app-address [of]="of().recipient" /></td>
    <td class="full">
      <span class="block min-w-0">
        <span class="block font-medium" [attr.lang]="isKnown() ? null : 'en'">{{ why() }}</span>
        @if (remedy(); as remedy) {
          <span class="mt-0.5 block text-muted">{{ remedy }}</span>
        }
        <span class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span class="text-[12px] text-muted">
            <span class="tabular">{{ t('messages.refusals.code', { code: of().code }) }}</span> ·
            {{ of().code < 500 ? t('messages.refusals.temporary') : t('messages.refusals.permanent') }}
          </span>
          @if (place(); as place) {
            <a class="text-[13px] font-medium" [routerLink]="place.path">{{
              t('messages.action.open_' + place.name)
            }}</a>
          }
        </span>
      </span>
    </td>
    <td class="number full text-muted md:w-[1%]"><app-time-ago [of]="of().at" /></td>`,
  styles: `
    @media (max-width: 767px) {
      :host > td.max-w-0 {
        max-width: none;
      }
    }
  `,
})
export class RefusalRow {
  readonly of = input.required<ItemOf<'listRefusals'>>();
  protected readonly t = inject(Words).t;
  readonly #sayer = inject(Sayer);
  protected readonly sender = computed(() => shownAddress(this.of().mail_from));
  protected readonly isKnown = computed(() => remedyPhrase(this.of()) !== undefined);
  protected readonly why = computed(() => this.#sayer.say(refusalPhrase(this.of())) ?? this.of().reason);
  protected readonly remedy = computed(() => {
    const phrase = remedyPhrase(this.of());
    return phrase === undefined ? undefined : this.#sayer.say(phrase);
  });
  protected readonly place = computed(() => {
    const name = remedyOf(this.of());
    if (name === undefined) return undefined;
    if (name !== 'alias') return { name, path: places[name] };
    const { alias_id: aliasId } = this.of();
    return aliasId === null ? undefined : { name, path: `/aliases/${aliasId}` };
  });
}
