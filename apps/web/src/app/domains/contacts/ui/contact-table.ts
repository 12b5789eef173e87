import { Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Ban, Ellipsis, Pencil, ShieldCheck, Trash2, type IconNode } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { SortHeader } from '../../../shared/ui/sort-header.ts';
import { SortedTable } from '../../../shared/ui/sorted-table.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Contact } from '../data/contact.ts';

/** Something more that can be done with a contact. */
export interface ContactExtra {
  readonly label: string;
  readonly icon: IconNode;
  readonly run: () => void;
}

/** The rows of contacts. One menu serves all rows; a page can add to it (`extras`), and say more of a contact (`mark`). */
@Component({
  selector: 'app-contact-table',
  imports: [
    Address,
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    CopyButton,
    Icon,
    RouterLink,
    SortHeader,
    SortedTable,
    TimeAgo,
  ],
  templateUrl: './contact-table.html',
})
export class ContactTable {
  readonly contacts = input.required<readonly Contact[]>();
  readonly sort = input.required<string>();
  readonly canWrite = input(false);
  /** Whether the alias stands in each row: not where there is only one. */
  readonly showsAlias = input(true);
  /** More for the menu of a contact. */
  readonly extras = input<(contact: Contact) => readonly ContactExtra[]>(() => []);
  /** A word about a contact beside its name; empty: nothing to say. */
  readonly mark = input<(contact: Contact) => string>(() => '');

  readonly sorted = output<string>();
  readonly blocked = output<{ readonly contact: Contact; readonly isBlocked: boolean }>();
  readonly renamed = output<Contact>();
  readonly removed = output<Contact>();

  protected readonly t = inject(Words).t;
  protected readonly dots = Ellipsis;
  protected readonly pencil = Pencil;
  protected readonly ban = Ban;
  protected readonly unban = ShieldCheck;
  protected readonly bin = Trash2;
}
