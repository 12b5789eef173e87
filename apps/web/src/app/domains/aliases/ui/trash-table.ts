import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { RotateCcw } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { ChoosePage } from '../../../shared/ui/choose-page.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Clock } from '../../../shared/util/clock.ts';
import type { Selection } from '../../../shared/util/selection.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Alias } from '../util/alias.ts';
import { daysLeft } from '../util/days-left.ts';

/** Days from which on the time that is left is worth a warning. */
const fewDays = 5;

/** The rows of the trash: how long each can still be restored. */
@Component({
  selector: 'app-trash-table',
  imports: [Address, ChoosePage, Icon, RouterLink, TimeAgo],
  template: `<table class="table cards">
    <caption class="sr-only">
      {{
        t('aliases.trash.title')
      }}
    </caption>
    <thead>
      <tr>
        @if (canWrite()) {
          <th scope="col" class="w-9">
            <app-choose-page [selection]="selection()" [ids]="ids()" />
          </th>
        }
        <th scope="col">{{ t('aliases.column.address') }}</th>
        <th scope="col">{{ t('aliases.column.deleted') }}</th>
        <th scope="col">{{ t('aliases.column.left') }}</th>
        <th scope="col">
          <span class="sr-only">{{ t('aliases.column.actions') }}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      @for (row of rows(); track row.alias.id) {
        <tr [attr.aria-selected]="selection().has(row.alias.id) ? 'true' : null">
          @if (canWrite()) {
            <td class="phone-hidden">
              <input
                type="checkbox"
                class="box"
                [attr.aria-label]="t('list.select', { what: row.alias.address })"
                [checked]="selection().has(row.alias.id)"
                (change)="selection().toggle(row.alias.id)"
              />
            </td>
          }
          <td class="full md:max-w-[420px]">
            <div class="grid min-w-0 gap-0.5">
              <a
                class="flex min-w-0 text-text no-underline hover:underline"
                [routerLink]="['/aliases', row.alias.id]"
                ><app-address [of]="row.alias.address"
              /></a>
              @if (row.alias.note) {
                <span class="truncate text-muted">{{ row.alias.note }}</span>
              }
            </div>
          </td>
          <td class="phone-hidden text-muted">
            @if (row.alias.deleted_at) {
              <app-time-ago [of]="row.alias.deleted_at" />
            }
          </td>
          <td>
            <span class="chip" [class.amber]="row.days <= fewDays">{{
              tn('aliases.trash.left', row.days)
            }}</span>
          </td>
          <td class="number">
            @if (canWrite()) {
              <button
                type="button"
                class="btn small"
                [attr.aria-label]="t('aliases.restore_what', { address: row.alias.address })"
                (click)="restored.emit(row.alias)"
              >
                <app-icon [of]="restoreIcon" [size]="15" />{{ t('aliases.restore') }}
              </button>
            }
          </td>
        </tr>
      }
    </tbody>
  </table>`,
})
export class TrashTable {
  readonly aliases = input.required<readonly Alias[]>();
  readonly selection = input.required<Selection>();
  readonly canWrite = input(false);
  readonly restored = output<Alias>();
  readonly #clock = inject(Clock);
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly fewDays = fewDays;
  protected readonly restoreIcon = RotateCcw;
  protected readonly ids = computed(() => this.aliases().map(({ id }) => id));
  protected readonly rows = computed(() =>
    this.aliases().map((alias) => ({
      alias,
      days: alias.deleted_at === null ? 0 : daysLeft(alias.deleted_at, this.#clock.now()),
    })),
  );
}
