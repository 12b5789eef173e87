import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { Address } from '../../../shared/ui/address.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { isSubjectHidden, senderOf } from '../util/shown-message.ts';
import { Sender } from '../../../shared/ui/sender.ts';

/** A message of the list. */
@Component({
  // A row of a table has to be one.
  // eslint-disable-next-line @angular-eslint/component-selector -- attribute of tr, else the table is none
  selector: 'tr[app-message-row]',
  imports: [Address, RouterLink, Sender, StateChip, TimeAgo],
  host: { class: 'relative', '[attr.aria-selected]': 'isSelectable() ? isChosen() : null' },
  template: `@if (isSelectable()) {
      <td class="phone-hidden w-[1%]">
        <input
          type="checkbox"
          class="box relative z-[2]"
          [attr.aria-label]="t('list.select', { what: subject() })"
          [checked]="isChosen()"
          (change)="toggled.emit()"
        />
      </td>
    }
    <td class="max-w-0 md:w-[46%]">
      <span class="block min-w-0">
        <a
          class="block truncate font-medium text-text no-underline after:absolute after:inset-0 after:z-[1]"
          [class.text-muted]="!hasSubject()"
          [routerLink]="['/messages', of().id]"
          >{{ subject() }}</a
        >
        <app-sender class="mt-0.5 text-muted" [of]="sender()" />
      </span>
    </td>
    <td class="state md:w-[1%]">
      <span class="inline-flex items-center gap-1.5">
        <app-state-chip [of]="of().state" />
        @if (of().delivery_count > 1) {
          <span class="text-[13px] whitespace-nowrap text-muted">{{
            tn('messages.more_deliveries', of().delivery_count - 1)
          }}</span>
        }
      </span>
    </td>
    @if (showsRoute()) {
      <td class="max-w-0 md:w-[34%]">
        @if (first(); as delivery) {
          <span class="block min-w-0">
            <app-address class="max-w-full" [of]="delivery.recipient" />
            @if (delivery.mailbox; as mailbox) {
              <span class="mt-0.5 flex min-w-0 items-center gap-1.5 text-muted">
                <span aria-hidden="true">→</span><span class="sr-only">{{ t('messages.detail.arrow') }}</span>
                <app-address [of]="mailbox.address" />
              </span>
            }
          </span>
        }
      </td>
    }
    @if (showsSize()) {
      <td class="number phone-hidden whitespace-nowrap text-muted">{{ formats.bytes(of().size_bytes) }}</td>
    }
    <td class="number received text-muted md:w-[1%]"><app-time-ago [of]="of().received_at" /></td>`,
  styles: `
    @media (max-width: 767px) {
      :host > .state {
        align-self: start;
        justify-self: end;
      }
      :host > .received {
        align-self: end;
        justify-self: end;
      }
      :host > td.max-w-0 {
        max-width: none;
      }
    }
  `,
})
export class MessageRow {
  readonly of = input.required<ItemOf<'listMessages'>>();
  readonly isSelectable = input(false);
  readonly isChosen = input(false);
  readonly showsRoute = input(true);
  readonly showsSize = input(false);
  /** Its box was clicked. */
  readonly toggled = output();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly formats = inject(Formats);
  protected readonly sender = computed(() => senderOf(this.of()));
  protected readonly hasSubject = computed(() => (this.of().subject ?? '') !== '');
  protected readonly subject = computed(() => {
    if (this.hasSubject()) return this.of().subject ?? '';
    return isSubjectHidden(this.of()) ? this.t('messages.subject_not_kept') : this.t('messages.no_subject');
  });
  /** The delivery that most needs to be looked at. */
  protected readonly first = computed(() => {
    const { deliveries, state } = this.of();
    return deliveries.find((delivery) => delivery.state === state) ?? deliveries[0];
  });
}
