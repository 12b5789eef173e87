import { Component, computed, inject, input, output, signal } from '@angular/core';
import {
  CdkMenu,
  CdkMenuGroup,
  CdkMenuItemCheckbox,
  CdkMenuItemRadio,
  CdkMenuTrigger,
} from '@angular/cdk/menu';
import { Check, ChevronDown, ListFilter, X } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { isPhone } from '../../../shared/util/phone.ts';
import { Words } from '../../../shared/util/words.ts';
import { aliasModes } from '../util/alias.ts';
import { countFilters, noAliasFilter, type AliasFilter } from '../util/alias-filter.ts';

/** What a filter can be set to. */
export interface FilterChoice {
  readonly value: string;
  readonly label: string;
}

/** The search and the filters above the list of aliases. On a phone the filters fold away. */
@Component({
  selector: 'app-alias-filters',
  imports: [CdkMenu, CdkMenuGroup, CdkMenuItemCheckbox, CdkMenuItemRadio, CdkMenuTrigger, Icon, SearchField],
  host: { class: 'grid gap-3' },
  template: `<div class="flex flex-wrap items-center gap-2">
      <app-search-field
        class="min-w-[180px] flex-1 basis-[200px] md:max-w-[360px]"
        [label]="t('aliases.search')"
        [value]="filter().search"
        (searched)="searched.emit($event)"
      />
      <button
        type="button"
        class="btn md:!hidden"
        aria-controls="alias-filters"
        [attr.aria-expanded]="isOpen()"
        (click)="isOpen.set(!isOpen())"
      >
        <app-icon [of]="filterIcon" [size]="16" />{{ t('aliases.filter.title') }}
        @if (count() > 0) {
          <span class="chip blue">{{ count() }}</span>
        }
      </button>
      <div
        id="alias-filters"
        class="order-1 w-full flex-wrap items-center gap-2 md:flex min-[1400px]:order-none min-[1400px]:w-auto"
        [class]="isOpen() ? 'grid grid-cols-2' : 'hidden'"
      >
        @if (!isPhone() || isOpen()) {
          @if (hasState()) {
            <select
              class="input md:!w-auto"
              [attr.aria-label]="t('aliases.filter.state')"
              (change)="set('state', $any($event.target).value)"
            >
              <option value="" [selected]="filter().state === ''">{{ t('aliases.filter.any_state') }}</option>
              <option value="on" [selected]="filter().state === 'on'">{{ t('state.on') }}</option>
              <option value="off" [selected]="filter().state === 'off'">{{ t('state.off') }}</option>
            </select>
          }
          @for (choice of selects(); track choice.name) {
            <select
              class="input"
              [class]="choice.width"
              [attr.aria-label]="choice.label"
              [disabled]="choice.options.length === 0"
              (change)="set(choice.name, $any($event.target).value)"
            >
              <option value="" [selected]="filter()[choice.name] === ''">{{ choice.any }}</option>
              @for (option of choice.options; track option.value) {
                <option [value]="option.value" [selected]="filter()[choice.name] === option.value">
                  {{ option.label }}
                </option>
              }
            </select>
          }
          <button type="button" class="btn" [cdkMenuTriggerFor]="more">
            {{ t('aliases.filter.more') }}
            @if (moreCount() > 0) {
              <span class="chip blue">{{ moreCount() }}</span>
            }
            <app-icon [of]="down" [size]="15" />
          </button>
          @if (count() > 0) {
            <button type="button" class="btn plain" (click)="clear()">
              <app-icon [of]="cross" [size]="16" />{{ t('filter.clear') }}
            </button>
          }
        }
      </div>
      <span class="ml-auto hidden gap-2 md:flex"><ng-content /></span>
    </div>
    <ng-template #more>
      <div class="menu" cdkMenu>
        <button
          type="button"
          class="menu-item"
          cdkMenuItemCheckbox
          [cdkMenuItemChecked]="filter().pinned === '1'"
          (cdkMenuItemTriggered)="set('pinned', filter().pinned === '1' ? '' : '1')"
        >
          <app-icon [of]="check" [size]="16" [class.invisible]="filter().pinned !== '1'" />{{
            t('aliases.filter.pinned')
          }}
        </button>
        <button
          type="button"
          class="menu-item"
          cdkMenuItemCheckbox
          [cdkMenuItemChecked]="filter().origin !== ''"
          (cdkMenuItemTriggered)="set('origin', filter().origin === '' ? 'catch_all' : '')"
        >
          <app-icon [of]="check" [size]="16" [class.invisible]="filter().origin === ''" />{{
            t('aliases.filter.catch_all')
          }}
        </button>
        <div class="menu-line"></div>
        <div cdkMenuGroup [attr.aria-label]="t('aliases.filter.mode')">
          @for (mode of modes; track mode) {
            <button
              type="button"
              class="menu-item"
              cdkMenuItemRadio
              [cdkMenuItemChecked]="filter().mode === mode"
              (cdkMenuItemTriggered)="set('mode', filter().mode === mode ? '' : mode)"
            >
              <app-icon [of]="check" [size]="16" [class.invisible]="filter().mode !== mode" />{{
                t('aliases.filter.mode_is', { mode: t('aliases.mode.' + mode + '.name') })
              }}
            </button>
          }
        </div>
      </div>
    </ng-template>`,
})
export class AliasFilters {
  readonly filter = input.required<AliasFilter>();
  readonly domains = input.required<readonly FilterChoice[]>();
  readonly mailboxes = input.required<readonly FilterChoice[]>();
  readonly tags = input.required<readonly FilterChoice[]>();
  /** Whether on and off can be told apart: not in the trash. */
  readonly hasState = input(true);
  readonly changed = output<Partial<AliasFilter>>();
  readonly searched = output<string>();

  protected readonly t = inject(Words).t;
  protected readonly modes = aliasModes;
  protected readonly isPhone = isPhone();
  protected readonly isOpen = signal(false);
  protected readonly count = computed(() => countFilters(this.filter()));
  protected readonly moreCount = computed(
    () => (['pinned', 'origin', 'mode'] as const).filter((name) => this.filter()[name] !== '').length,
  );
  /** Each has its place and width before it is known what it offers, so that nothing moves when that comes. */
  protected readonly selects = computed(() => [
    {
      name: 'domain' as const,
      label: this.t('aliases.filter.domain'),
      any: this.t('aliases.filter.any_domain'),
      width: 'md:!w-[150px]',
      options: this.domains(),
    },
    {
      name: 'mailbox' as const,
      label: this.t('aliases.filter.mailbox'),
      any: this.t('aliases.filter.any_mailbox'),
      width: 'md:!w-[160px]',
      options: this.mailboxes(),
    },
    {
      name: 'tag' as const,
      label: this.t('aliases.filter.tag'),
      any: this.t('aliases.filter.any_tag'),
      width: 'md:!w-[136px]',
      options: this.tags(),
    },
  ]);
  protected readonly filterIcon = ListFilter;
  protected readonly down = ChevronDown;
  protected readonly check = Check;
  protected readonly cross = X;

  protected set(name: keyof AliasFilter, value: string): void {
    this.changed.emit({ [name]: value });
  }

  protected clear(): void {
    const { search: _, ...filters } = noAliasFilter;
    this.changed.emit(filters);
  }
}
