import { Component, inject, input, output } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChevronUp } from 'lucide';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import type { Selection } from '../../../shared/util/selection.ts';
import { Words } from '../../../shared/util/words.ts';
import { BulkChange, type BulkTarget, type BulkWish } from '../data/bulk-change.ts';
import { aliasModes, type MailboxOfAlias } from '../util/alias.ts';
import type { ChooseTagsData } from './choose-tags.ts';

/** What can be done with the chosen aliases. */
@Component({
  selector: 'app-alias-bulk-actions',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  host: { class: 'contents' },
  template: `@if (bulk.doneCount(); as count) {
      <span class="tabular text-muted" role="status">{{
        t('aliases.bulk.working', { count: formats.number(count) })
      }}</span>
    } @else if (isTrash()) {
      <button type="button" class="btn small" [disabled]="isBusy()" (click)="run({ action: 'restore' })">
        {{ t('aliases.restore') }}
      </button>
    } @else {
      <button type="button" class="btn small" [disabled]="isBusy()" (click)="run({ action: 'enable' })">
        {{ t('aliases.bulk.enable') }}
      </button>
      <button type="button" class="btn small" [disabled]="isBusy()" (click)="run({ action: 'disable' })">
        {{ t('aliases.bulk.disable') }}
      </button>
      <button type="button" class="btn small" [disabled]="isBusy()" [cdkMenuTriggerFor]="more">
        {{ t('aliases.bulk.more') }}<app-icon [of]="up" [size]="15" />
      </button>
      <button
        type="button"
        class="btn small danger"
        [disabled]="isBusy()"
        (click)="run({ action: 'delete' })"
      >
        {{ t('action.delete') }}
      </button>
    }
    <ng-template #more>
      <div class="menu" cdkMenu>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="chooseTags('add_tags')">
          {{ t('aliases.bulk.add_tags') }}
        </button>
        <button
          type="button"
          class="menu-item"
          cdkMenuItem
          (cdkMenuItemTriggered)="chooseTags('remove_tags')"
        >
          {{ t('aliases.bulk.remove_tags') }}
        </button>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="chooseMailboxes()">
          {{ t('aliases.bulk.set_mailboxes') }}
        </button>
        <div class="menu-line"></div>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="run({ action: 'pin' })">
          {{ t('aliases.pin') }}
        </button>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="run({ action: 'unpin' })">
          {{ t('aliases.unpin') }}
        </button>
        <div class="menu-line"></div>
        @for (mode of modes; track mode) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItem
            (cdkMenuItemTriggered)="run({ action: 'set_mode', mode })"
          >
            {{ t('aliases.bulk.set_mode', { mode: t('aliases.mode.' + mode + '.name') }) }}
          </button>
        }
      </div>
    </ng-template>`,
})
export class AliasBulkActions {
  readonly selection = input.required<Selection>();
  readonly isTrash = input.required<boolean>();
  /** Tags that there are, as suggestions. */
  readonly tags = input.required<readonly string[]>();
  /** What the page is filtered by, for when everything that it finds is meant. */
  readonly filter = input.required<() => Extract<BulkTarget, { readonly filter: unknown }>['filter']>();
  /** It is done, or was given up on the way; the list should be loaded anew. */
  readonly done = output();

  readonly #dialogs = inject(Dialogs);
  protected readonly bulk = inject(BulkChange);
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly modes = aliasModes;
  protected readonly up = ChevronUp;

  protected isBusy(): boolean {
    return this.bulk.doneCount() !== undefined;
  }

  protected run(wish: BulkWish): void {
    const selection = this.selection();
    const target = selection.isEverything() ? { filter: this.filter()() } : { ids: [...selection.ids()] };
    void this.bulk.run(target, wish, () => this.done.emit());
  }

  protected async chooseTags(action: 'add_tags' | 'remove_tags'): Promise<void> {
    const tags = await this.#dialogs.open<readonly string[]>(
      () => import('./choose-tags.ts').then((m) => m.ChooseTags),
      { action, suggestions: this.tags() } satisfies ChooseTagsData,
    );
    if (tags !== undefined && tags.length > 0) this.run({ action, tags: [...tags] });
  }

  protected async chooseMailboxes(): Promise<void> {
    const mailboxes = await this.#dialogs.open<readonly MailboxOfAlias[]>(() =>
      import('./choose-mailboxes.ts').then((m) => m.ChooseMailboxes),
    );
    if (mailboxes !== undefined && mailboxes.length > 0)
      this.run({ action: 'set_mailboxes', mailbox_ids: mailboxes.map(({ id }) => id) });
  }
}
