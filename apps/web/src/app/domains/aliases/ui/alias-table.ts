import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Ellipsis, Pin, PinOff, SquareArrowOutUpRight, Trash2 } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Count } from '../../../shared/ui/count.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { SortHeader } from '../../../shared/ui/sort-header.ts';
import { Switch } from '../../../shared/ui/switch.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import type { Selection } from '../../../shared/util/selection.ts';
import type { TableLook } from '../../../shared/util/table-look.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Alias } from '../util/alias.ts';

/** The rows of aliases. One menu serves all rows, and is made when it opens. */
@Component({
  selector: 'app-alias-table',
  imports: [
    Address,
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    CopyButton,
    Count,
    Icon,
    RouterLink,
    SortHeader,
    Switch,
    TimeAgo,
  ],
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
  protected readonly ids = computed(() => this.aliases().map(({ id }) => id));
  protected readonly chosenCount = computed(() => this.ids().filter((id) => this.selection().has(id)).length);
  protected readonly columns = computed(() =>
    Object.fromEntries(aliasColumns.map((name) => [name, this.look().shows(name)])),
  );
  protected readonly pin = Pin;
  protected readonly unpin = PinOff;
  protected readonly dots = Ellipsis;
  protected readonly openIcon = SquareArrowOutUpRight;
  protected readonly bin = Trash2;
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
