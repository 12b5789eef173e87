import { Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { Count } from '../../../shared/ui/count.ts';
import { SortHeader } from '../../../shared/ui/sort-header.ts';
import { SortedTable } from '../../../shared/ui/sorted-table.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import type { TableLook } from '../../../shared/util/table-look.ts';
import { Words } from '../../../shared/util/words.ts';

/** The rows of domains. */
@Component({
  selector: 'app-domain-table',
  imports: [Count, RouterLink, SortHeader, SortedTable, StateChip, TimeAgo],
  host: { class: 'block overflow-x-auto' },
  template: `<table
    class="table cards"
    [class.compact]="look().isCompact()"
    [appSortedTable]="sort()"
    (sorted)="sorted.emit($event)"
  >
    <thead>
      <tr>
        <th app-sort-header by="name">
          {{ t('domains.column.name') }}
        </th>
        <th scope="col">{{ t('domains.column.state') }}</th>
        @if (look().shows('aliases')) {
          <th scope="col" class="number">{{ t('domains.column.aliases') }}</th>
        }
        @if (look().shows('catch_all')) {
          <th scope="col">{{ t('domains.column.catch_all') }}</th>
        }
        @if (look().shows('checked')) {
          <th scope="col">{{ t('domains.column.checked') }}</th>
        }
        @if (look().shows('created')) {
          <th app-sort-header by="created_at" isNewestFirst>
            {{ t('domains.column.created') }}
          </th>
        }
      </tr>
    </thead>
    <tbody>
      @for (domain of items(); track domain.id) {
        <tr>
          <td class="full">
            <span class="grid min-w-0 gap-0.5">
              <a
                class="truncate text-[14px] font-semibold text-text"
                [routerLink]="['/domains', domain.id]"
                >{{ domain.unicode_name }}</a
              >
              @if (domain.unicode_name !== domain.name) {
                <span class="mono truncate text-muted">{{ domain.name }}</span>
              }
            </span>
          </td>
          <td class="full">
            <span class="flex flex-wrap items-center gap-x-2 gap-y-1">
              <app-state-chip [of]="domain.state" />
              @if (domain.state !== 'active') {
                <span class="text-muted">{{ t('domains.why.' + domain.state) }}</span>
              }
            </span>
          </td>
          @if (look().shows('aliases')) {
            <td class="number whitespace-nowrap" [attr.data-label]="t('domains.column.aliases')">
              <a
                class="relative text-text hover:underline"
                routerLink="/aliases"
                [queryParams]="{ domain_id: domain.id }"
              >
                <span class="sr-only">{{ t('domains.aliases_of', { domain: domain.unicode_name }) }}: </span>
                @if (domain.alias_count; as count) {
                  <app-count [of]="count" />
                } @else {
                  {{ domain.alias_count === null ? t('domains.many', { count: formats.number(1000) }) : '0' }}
                }
              </a>
            </td>
          }
          @if (look().shows('catch_all')) {
            <td class="phone-hidden text-muted">
              {{ t('domains.catch_all.short.' + domain.catch_all.mode) }}
            </td>
          }
          @if (look().shows('checked')) {
            <td class="text-muted" [attr.data-label]="t('domains.column.checked')">
              @if (domain.checked_at; as checkedAt) {
                <app-time-ago [of]="checkedAt" />
              } @else {
                {{ t('domains.never') }}
              }
            </td>
          }
          @if (look().shows('created')) {
            <td class="phone-hidden text-muted"><app-time-ago [of]="domain.created_at" /></td>
          }
        </tr>
      }
    </tbody>
  </table>`,
})
export class DomainTable {
  readonly items = input.required<readonly ItemOf<'listDomains'>[]>();
  readonly look = input.required<TableLook>();
  readonly sort = input.required<string>();
  readonly sorted = output<string>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
}
