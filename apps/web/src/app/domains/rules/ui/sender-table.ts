import { Component, inject, input, output } from '@angular/core';
import { Ban, CircleCheck, SquarePen, Trash2, TriangleAlert } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Sender } from '../data/sender-changes.ts';

/** Blocked and allowed senders as rows. */
@Component({
  selector: 'app-sender-table',
  imports: [Address, Icon, TimeAgo],
  host: { class: 'block' },
  template: `<table class="table cards">
    <thead>
      <tr>
        <th scope="col">{{ t('rules.senders.column.subject') }}</th>
        <th scope="col">{{ t('rules.senders.column.verdict') }}</th>
        <th scope="col">{{ t('rules.senders.column.scope') }}</th>
        <th scope="col">{{ t('rules.senders.column.note') }}</th>
        <th scope="col">{{ t('rules.senders.column.added') }}</th>
        <th scope="col">
          <span class="sr-only">{{ t('action.more') }}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      @for (sender of senders(); track sender.id) {
        <tr>
          <td>
            <span class="min-w-0">
              <app-address [of]="sender.subject" />
              @if (sender.kind === 'domain') {
                <span class="block text-[12px] text-muted">{{ t('rules.senders.whole_domain') }}</span>
              }
            </span>
          </td>
          <td>
            @if (sender.verdict === 'block') {
              <span class="chip red"
                ><app-icon [of]="ban" [size]="14" />{{ t('rules.senders.blocked') }}</span
              >
            } @else {
              <span class="inline-flex flex-wrap gap-1">
                <span class="chip green"
                  ><app-icon [of]="check" [size]="14" />{{ t('rules.senders.allowed') }}</span
                >
                @if (sender.accepts_unproven) {
                  <span class="chip amber" [title]="t('rules.senders.unproven_text')"
                    ><app-icon [of]="warning" [size]="14" />{{ t('rules.senders.unproven') }}</span
                  >
                }
              </span>
            }
          </td>
          <td class="full">
            @if (sender.alias; as alias) {
              <app-address [of]="alias.address" />
            } @else {
              <span class="text-muted">{{ t('rules.scope.all') }}</span>
            }
          </td>
          <td class="full" [class.phone-hidden]="sender.note === null">
            <span class="block max-w-[32ch] break-words">{{ sender.note }}</span>
          </td>
          <td>
            <span class="text-muted">
              <app-time-ago [of]="sender.created_at" />
              @if (sender.source === 'quarantine') {
                <span class="block text-[12px]">{{ t('rules.senders.from_quarantine') }}</span>
              }
            </span>
          </td>
          <td>
            @if (canWrite()) {
              <span class="flex flex-1 justify-end gap-1">
                <button
                  type="button"
                  class="btn plain icon small text-muted"
                  [attr.aria-label]="t('action.edit') + ': ' + sender.subject"
                  (click)="edited.emit(sender)"
                >
                  <app-icon [of]="pen" [size]="16" />
                </button>
                <button
                  type="button"
                  class="btn plain icon small text-muted"
                  [attr.aria-label]="t('action.delete') + ': ' + sender.subject"
                  (click)="removed.emit(sender)"
                >
                  <app-icon [of]="bin" [size]="16" />
                </button>
              </span>
            }
          </td>
        </tr>
      }
    </tbody>
  </table>`,
})
export class SenderTable {
  readonly senders = input.required<readonly Sender[]>();
  readonly canWrite = input(false);
  readonly edited = output<Sender>();
  readonly removed = output<Sender>();
  protected readonly t = inject(Words).t;
  protected readonly ban = Ban;
  protected readonly check = CircleCheck;
  protected readonly warning = TriangleAlert;
  protected readonly pen = SquarePen;
  protected readonly bin = Trash2;
}
