import { Component, computed, inject, input, output } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Ellipsis, Pencil, RotateCw, Trash2 } from 'lucide';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { endsSoon, isExpired } from '../util/key-expiry.ts';

const shownScopes = 3;

/** One API key in the list. */
@Component({
  // A row of a table has to be one.
  // eslint-disable-next-line @angular-eslint/component-selector -- attribute of tr, else the table is none
  selector: 'tr[app-key-row]',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon, StateChip, TimeAgo],
  template: `<td>
      <span class="min-w-0">
        <span class="block font-medium break-words">{{ of().name }}</span>
        <span class="block text-muted"
          ><code>{{ of().start }}…</code>
          @if (showsOwner()) {
            · {{ of().user_email }}
          }
        </span>
      </span>
    </td>
    <td class="full max-md:order-1">
      @if (of().scopes; as scopes) {
        <span class="flex flex-wrap gap-1" [title]="scopes.join(', ')">
          @for (scope of scopes.slice(0, shownScopes); track scope) {
            <code class="tag">{{ scope }}</code>
          }
          @if (scopes.length > shownScopes) {
            <span class="tag">+{{ scopes.length - shownScopes }}</span>
          }
        </span>
      } @else {
        <span class="text-muted">{{ t('developers.keys.everything') }}</span>
      }
    </td>
    <td class="text-muted max-md:order-1" [attr.data-label]="t('developers.keys.used')">
      @if (of().last_used_at; as at) {
        <app-time-ago [of]="at" [title]="of().last_used_ip ?? ''" />
      } @else {
        {{ t('developers.keys.unused') }}
      }
    </td>
    <td class="text-muted max-md:order-1" [attr.data-label]="t('developers.keys.ends')">
      @if (hasEnded()) {
        <app-state-chip of="expired_key" />
      } @else if (of().expires_at; as at) {
        <span class="whitespace-nowrap" [class.text-amber]="isEndingSoon()">{{ formats.date(at) }}</span>
      } @else {
        {{ t('developers.keys.never') }}
      }
    </td>
    <td class="number">
      @if (canWrite()) {
        <button
          type="button"
          class="btn plain icon small"
          [cdkMenuTriggerFor]="menu"
          [attr.aria-label]="t('developers.keys.actions', { name: of().name })"
        >
          <app-icon [of]="dots" />
        </button>
        <ng-template #menu>
          <div class="menu" cdkMenu>
            @if (isOwn()) {
              <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="edited.emit()">
                <app-icon [of]="pencil" [size]="16" />{{ t('developers.keys.rename') }}
              </button>
              <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="replaced.emit()">
                <app-icon [of]="rotate" [size]="16" />{{ t('developers.keys.replace') }}
              </button>
              <div class="menu-line"></div>
            }
            <button
              type="button"
              class="menu-item danger"
              cdkMenuItem
              (cdkMenuItemTriggered)="revoked.emit()"
            >
              <app-icon [of]="bin" [size]="16" />{{ t('developers.keys.revoke') }}
            </button>
          </div>
        </ng-template>
      }
    </td>`,
})
export class KeyRow {
  readonly of = input.required<ItemOf<'listKeys'>>();
  readonly showsOwner = input(false);
  readonly isOwn = input.required<boolean>();
  readonly canWrite = input.required<boolean>();
  readonly edited = output();
  readonly replaced = output();
  readonly revoked = output();
  readonly #clock = inject(Clock);
  protected readonly formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly shownScopes = shownScopes;
  protected readonly hasEnded = computed(() => isExpired(this.of().expires_at, this.#clock.now()));
  protected readonly isEndingSoon = computed(() => endsSoon(this.of().expires_at, this.#clock.now()));
  protected readonly dots = Ellipsis;
  protected readonly pencil = Pencil;
  protected readonly rotate = RotateCw;
  protected readonly bin = Trash2;
}
