import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { AtSign, Download, Plus, Trash2, Upload } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { saveFile } from '../../../shared/data/save-file.ts';
import { Session } from '../../../shared/data/session.ts';
import { BulkBar } from '../../../shared/ui/bulk-bar.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { TableSettings } from '../../../shared/ui/table-settings.ts';
import { inTurn } from '../../../shared/util/in-turn.ts';
import { isPhone } from '../../../shared/util/phone.ts';
import { tableLook } from '../../../shared/util/table-look.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { AliasActions } from '../data/alias-actions.ts';
import type { CreateAliasData } from '../feature-create/create-alias.ts';
import { AliasFilters } from '../ui/alias-filters.ts';
import { aliasColumns, AliasTable, hiddenAliasColumns } from '../ui/alias-table.ts';
import { TrashTable } from '../ui/trash-table.ts';
import { noAliasFilter, type AliasFilter } from '../util/alias-filter.ts';
import { AliasBulkActions } from './alias-bulk-actions.ts';
import { aliasList, filterChoices } from './alias-list.ts';

/** All aliases: found, switched, made, thrown away and brought back. */
@Component({
  selector: 'app-aliases',
  imports: [
    AliasBulkActions,
    AliasFilters,
    AliasTable,
    BulkBar,
    EmptyState,
    Icon,
    ListFrame,
    PageHeader,
    RouterLink,
    Skeleton,
    TableSettings,
    TrashTable,
  ],
  templateUrl: './aliases.html',
})
export class Aliases {
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #session = inject(Session);
  protected readonly t = inject(Words).t;
  protected readonly actions = inject(AliasActions);
  protected readonly view = aliasList();
  protected readonly choices = filterChoices(this.view);
  /** The filters, then the list; on a phone each in a task of its own. */
  readonly #parts = isPhone()() ? 2 : 1;
  readonly #drawn = inTurn(this.#parts);
  protected readonly hasFilters = computed(() => this.#drawn() > 0);
  protected readonly hasList = computed(() => this.#drawn() === this.#parts);
  protected readonly look = tableLook('aliases', hiddenAliasColumns);
  protected readonly canWrite = computed(() => this.#session.can('aliases:write'));
  protected readonly isExporting = signal(false);
  protected readonly columns = computed(() =>
    aliasColumns.map((name) => ({ name, label: this.t(`aliases.column.${name}`) })),
  );
  protected readonly tagNames = computed(() => this.choices.tags().map(({ value }) => value));
  protected readonly plus = Plus;
  protected readonly exportIcon = Download;
  protected readonly importIcon = Upload;
  protected readonly at = AtSign;
  protected readonly bin = Trash2;

  constructor() {
    // A link to `?new=1` opens the dialog wherever it comes from; when the dialog goes, so does that part of the address.
    effect(() => {
      if (this.view.query.values().new !== '' && this.canWrite()) untracked(() => void this.#create());
    });
  }

  protected filter(changes: Partial<AliasFilter>): void {
    this.view.query.set(changes);
  }

  protected search(search: string): void {
    this.view.query.set({ search }, 'replace');
  }

  protected clearFilters(): void {
    this.view.query.set(noAliasFilter);
  }

  protected openCreation(): void {
    this.view.query.set({ new: '1' });
  }

  protected async import(): Promise<void> {
    await this.#dialogs.open(() =>
      import('../feature-import/import-aliases.ts').then((m) => m.ImportAliases),
    );
    this.reload();
  }

  protected async export(): Promise<void> {
    this.isExporting.set(true);
    try {
      const response = await this.#api.send(
        'exportAliases',
        { query: this.view.exportQuery() },
        { accept: 'text/csv' },
      );
      await saveFile(response, 'smtpy-aliases.csv');
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error, { label: this.t('action.retry'), run: () => void this.export() });
    } finally {
      this.isExporting.set(false);
    }
  }

  protected reload(): void {
    this.view.list.reload();
    this.choices.reloadTags();
  }

  protected afterBulk(): void {
    this.view.selection.clear();
    this.reload();
  }

  async #create(): Promise<void> {
    await this.#dialogs.open<undefined>(
      () => import('../feature-create/create-alias.ts').then((m) => m.CreateAlias),
      {
        domainId: this.view.query.values().domain,
        tags: this.tagNames(),
        onMade: () => this.reload(),
      } satisfies CreateAliasData,
    );
    this.view.query.set({ new: '' }, 'replace');
  }
}
