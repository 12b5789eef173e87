import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Pin, PinOff, SquareArrowOutUpRight, Trash2 } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { ChoosePage } from '../../../shared/ui/choose-page.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { SortHeader } from '../../../shared/ui/sort-header.ts';
import { SortedTable } from '../../../shared/ui/sorted-table.ts';
import { Switch } from '../../../shared/ui/switch.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { gradually } from '../../../shared/util/gradually.ts';
import { isPhone } from '../../../shared/util/phone.ts';
import { rowKeys } from '../../../shared/util/row-keys.ts';
import type { Selection } from '../../../shared/util/selection.ts';
import type { TableLook } from '../../../shared/util/table-look.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Alias } from '../util/alias.ts';

/** How long the tick stays that says that an address is copied. */
const tickMs = 1_200;

/**
 * The rows of aliases. A row is made of as little as possible, since a page has fifty: one menu serves all rows and is made when it opens, the two
 * icons that every row has are drawn in place, and what a phone or a wide page does not show is not made there.
 */
@Component({
  selector: 'app-alias-table',
  imports: [
    Address,
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    ChoosePage,
    Icon,
    RouterLink,
    SortHeader,
    SortedTable,
    Switch,
    TimeAgo,
  ],
  // With all columns it is wider than a tablet: then it scrolls, so that the last column can be reached.
  host: { class: 'block md:overflow-x-auto' },
  templateUrl: './alias-table.html',
})
export class AliasTable {
  readonly aliases = input.required<readonly Alias[]>();
  readonly selection = input.required<Selection>();
  readonly look = input.required<TableLook>();
  readonly sort = input.required<string>();
  readonly canWrite = input(false);

  readonly sorted = output<string>();
  readonly flipped = output<{ readonly alias: Alias; readonly isEnabled: boolean }>();
  readonly pinned = output<Alias>();
  readonly trashed = output<Alias>();

  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly isPhone = isPhone();
  protected readonly counters = ['forwarded', 'replied', 'blocked', 'bounced'] as const;
  protected readonly copiedId = signal('');
  protected readonly shown = gradually(this.aliases);
  protected readonly keys = rowKeys(this.shown);
  protected readonly ids = computed(() => this.aliases().map(({ id }) => id));
  protected readonly columns = computed(() =>
    Object.fromEntries(aliasColumns.map((name) => [name, this.look().shows(name)])),
  );
  protected readonly pin = Pin;
  protected readonly unpin = PinOff;
  protected readonly openIcon = SquareArrowOutUpRight;
  protected readonly bin = Trash2;

  protected async copy({ id, address }: Alias): Promise<void> {
    await navigator.clipboard.writeText(address);
    this.copiedId.set(id);
    setTimeout(() => this.copiedId.set(''), tickMs);
  }
}

/** Columns that can be hidden, in their order. */
export const aliasColumns = [
  'mailboxes',
  'tags',
  'forwarded',
  'replied',
  'blocked',
  'bounced',
  'last_activity',
  'created',
] as const;
/** Columns that are hidden until they are wished for. */
export const hiddenAliasColumns = ['replied', 'bounced', 'created'] as const;
