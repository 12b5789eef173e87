import { Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Ellipsis, Lock, TriangleAlert } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { SortHeader } from '../../../shared/ui/sort-header.ts';
import { SortedTable } from '../../../shared/ui/sorted-table.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import type { TableLook } from '../../../shared/util/table-look.ts';
import { Words } from '../../../shared/util/words.ts';
import { isExpired, stateOf, type Mailbox } from '../util/mailbox-state.ts';
import { PauseReason } from './pause-reason.ts';

/** What is wished for a mailbox of the list. */
export interface MailboxWish {
  readonly wish: 'pause' | 'resume' | 'make_default' | 'resend' | 'remove';
  readonly mailbox: Mailbox;
}

/** The rows of mailboxes. */
@Component({
  selector: 'app-mailbox-table',
  imports: [
    Address,
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    Icon,
    PauseReason,
    RouterLink,
    SortHeader,
    SortedTable,
    StateChip,
    TimeAgo,
  ],
  host: { class: 'block overflow-x-auto' },
  template: `<table
      class="table cards"
      [class.compact]="look().isCompact()"
      [appSortedTable]="sort()"
      (sorted)="sorted.emit($event)"
    >
      <thead>
        <tr>
          <th app-sort-header by="address">
            {{ t('mailboxes.column.address') }}
          </th>
          <th scope="col">{{ t('mailboxes.column.state') }}</th>
          @if (look().shows('aliases')) {
            <th scope="col" class="number">{{ t('mailboxes.column.aliases') }}</th>
          }
          @if (look().shows('key')) {
            <th scope="col">{{ t('mailboxes.column.key') }}</th>
          }
          @if (look().shows('created')) {
            <th app-sort-header by="created_at" isNewestFirst>
              {{ t('mailboxes.column.created') }}
            </th>
          }
          @if (mayChange()) {
            <th scope="col">
              <span class="sr-only">{{ t('action.more') }}</span>
            </th>
          }
        </tr>
      </thead>
      <tbody>
        @for (mailbox of items(); track mailbox.id) {
          <tr>
            <td>
              <span class="flex min-w-0 items-center gap-2">
                <a class="min-w-0 text-[14px] text-text" [routerLink]="['/mailboxes', mailbox.id]"
                  ><app-address [of]="mailbox.address"
                /></a>
                @if (mailbox.is_default) {
                  <span class="tag whitespace-nowrap">{{ t('mailboxes.default') }}</span>
                }
              </span>
            </td>
            <td class="full phone-last">
              <span class="flex flex-wrap items-center gap-x-2 gap-y-1">
                <app-state-chip [of]="stateOf(mailbox)" />
                @if (mailbox.state === 'pending') {
                  <span class="text-muted">{{ t('mailboxes.waits') }}</span>
                } @else if (mailbox.is_paused) {
                  <app-pause-reason class="text-muted" [of]="mailbox.pause_reason" />
                }
              </span>
            </td>
            @if (look().shows('aliases')) {
              <td class="number phone-last" [attr.data-label]="t('mailboxes.column.aliases')">
                <a
                  class="relative text-text hover:underline"
                  routerLink="/aliases"
                  [queryParams]="{ mailbox_id: mailbox.id }"
                  ><span class="sr-only">{{ t('mailboxes.aliases_of', { address: mailbox.address }) }}: </span
                  >{{ formats.number(mailbox.alias_count) }}{{ mailbox.alias_count >= 200 ? '+' : '' }}</a
                >
              </td>
            }
            @if (look().shows('key')) {
              <td class="phone-last" [class.phone-hidden]="mailbox.key === null">
                @if (mailbox.key; as key) {
                  @if (isExpired(key.expires_at, clock.now())) {
                    <span class="flex items-center gap-1.5 whitespace-nowrap text-red"
                      ><app-icon [of]="warning" [size]="15" />{{ t('mailboxes.key.expired') }}</span
                    >
                  } @else {
                    <span class="flex items-center gap-1.5"
                      ><app-icon [of]="lock" [size]="15" class="text-green" />{{
                        t('mailboxes.key.encrypted')
                      }}</span
                    >
                  }
                } @else {
                  <span class="text-muted">{{ t('mailboxes.key.none_short') }}</span>
                }
              </td>
            }
            @if (look().shows('created')) {
              <td class="phone-hidden text-muted"><app-time-ago [of]="mailbox.created_at" /></td>
            }
            @if (mayChange()) {
              <td class="number justify-end">
                <button
                  type="button"
                  class="btn plain icon small -my-1.5 align-middle"
                  [attr.aria-label]="t('mailboxes.more', { address: mailbox.address })"
                  [cdkMenuTriggerFor]="menu"
                  [cdkMenuTriggerData]="{ $implicit: mailbox }"
                >
                  <app-icon [of]="more" />
                </button>
              </td>
            }
          </tr>
        }
      </tbody>
    </table>
    <ng-template #menu let-mailbox>
      <div class="menu" cdkMenu>
        <a class="menu-item" cdkMenuItem [routerLink]="['/mailboxes', mailbox.id]">{{ t('action.open') }}</a>
        @for (wish of wishesOf(mailbox); track wish) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItem
            (cdkMenuItemTriggered)="wished.emit({ wish, mailbox })"
          >
            {{ t('mailboxes.wish.' + wish) }}
          </button>
        }
        <div class="menu-line"></div>
        <button
          type="button"
          class="menu-item danger"
          cdkMenuItem
          (cdkMenuItemTriggered)="wished.emit({ wish: 'remove', mailbox })"
        >
          {{ t('mailboxes.remove.action') }}
        </button>
      </div>
    </ng-template>`,
  styles: `
    @media (max-width: 767px) {
      /* The button of a card stands beside its address, and what else there is below both. */
      .phone-last {
        order: 1;
      }
    }
  `,
})
export class MailboxTable {
  readonly items = input.required<readonly Mailbox[]>();
  readonly look = input.required<TableLook>();
  readonly sort = input.required<string>();
  readonly mayChange = input(false);
  readonly sorted = output<string>();
  readonly wished = output<MailboxWish>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly clock = inject(Clock);
  protected readonly more = Ellipsis;
  protected readonly lock = Lock;
  protected readonly warning = TriangleAlert;
  protected readonly stateOf = stateOf;
  protected readonly isExpired = isExpired;

  /** What can be done with a mailbox as it stands. */
  protected wishesOf(mailbox: Mailbox): readonly MailboxWish['wish'][] {
    if (mailbox.state === 'pending') return ['resend'];
    return [
      mailbox.is_paused ? 'resume' : 'pause',
      ...(mailbox.is_default ? [] : (['make_default'] as const)),
    ];
  }
}
