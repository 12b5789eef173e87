import { Component, computed, inject, signal } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChevronDown, Download, ScrollText } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { AuditExport, type AuditFormat } from '../data/audit-export.ts';
import { AuditEntryRow } from '../ui/audit-entry-row.ts';
import { AuditFilters } from '../ui/audit-filters.ts';
import { toFilter } from '../util/filter.ts';

const nothing = { action: '', actor: '', search: '', from: '', to: '' } as const;

/** Who did what in the organization, newest first. */
@Component({
  selector: 'app-audit-page',
  imports: [
    AuditEntryRow,
    AuditFilters,
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    EmptyState,
    Icon,
    ListFrame,
    PageHeader,
  ],
  template: `<div class="page">
    <app-page-header [title]="t('audit.title')" [text]="t('audit.text')">
      @if (canRead()) {
        <button type="button" class="btn" [cdkMenuTriggerFor]="menu" [disabled]="isExporting()">
          <app-icon [of]="download" />{{ t('audit.export')
          }}<app-icon [of]="chevron" [size]="15" class="text-muted" />
        </button>
      }
    </app-page-header>
    @if (canRead()) {
      <app-audit-filters
        [of]="query.values()"
        [isFiltered]="isFiltered()"
        (typed)="query.set({ search: $event }, 'replace')"
        (changed)="query.set($event)"
        (cleared)="query.set(nothing)"
      />
      <app-list-frame
        [list]="entries"
        [isFiltered]="isFiltered()"
        [rowHeight]="65"
        (cleared)="query.set(nothing)"
      >
        <ol class="rows m-0 list-none p-0">
          @for (entry of entries.items(); track entry.id) {
            <li><app-audit-entry-row [of]="entry" /></li>
          }
        </ol>
        <app-empty-state empty [icon]="scroll" [title]="t('audit.empty')" [text]="t('audit.empty_text')" />
      </app-list-frame>
    } @else {
      <div class="card">
        <app-empty-state [icon]="scroll" [title]="t('page.no_permission.title')" [text]="noPermission()" />
      </div>
    }
    <ng-template #menu>
      <div class="menu" cdkMenu>
        <p class="m-0 px-2.5 py-1.5 text-[13px] text-muted">
          {{ t(isFiltered() ? 'audit.export_filtered' : 'audit.export_all') }}
        </p>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="export('csv')">
          {{ t('audit.csv') }}
        </button>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="export('jsonl')">
          {{ t('audit.jsonl') }}
        </button>
      </div>
    </ng-template>
  </div>`,
})
export class AuditPage {
  protected readonly t = inject(Words).t;
  readonly #session = inject(Session);
  readonly #export = inject(AuditExport);
  readonly #toasts = inject(ToastList);
  readonly #timeZone = inject(Formats).timeZone;
  protected readonly nothing = nothing;
  protected readonly query = urlQuery('action', 'actor', 'search', 'from', 'to');
  readonly #filter = computed(() => toFilter(this.query.values(), this.#timeZone()));
  protected readonly isFiltered = computed(() => Object.keys(this.#filter()).length > 0);
  protected readonly canRead = computed(() => this.#session.can('audit:read'));
  protected readonly entries = paged('listAuditEntries', () =>
    this.canRead() ? { query: this.#filter() } : undefined,
  );
  protected readonly noPermission = computed(() => {
    const organization = this.#session.organization();
    return this.t('page.no_permission.text', {
      organization: organization?.name ?? '',
      role: organization === undefined ? '' : this.t('role.' + organization.role),
    });
  });
  protected readonly isExporting = signal(false);
  protected readonly download = Download;
  protected readonly chevron = ChevronDown;
  protected readonly scroll = ScrollText;

  protected async export(format: AuditFormat): Promise<void> {
    this.isExporting.set(true);
    try {
      await this.#export.save(format, this.#filter());
      this.#toasts.done(this.t('audit.exported'));
    } catch (error) {
      this.#toasts.failed(error, { label: this.t('action.retry'), run: () => void this.export(format) });
    } finally {
      this.isExporting.set(false);
    }
  }
}
