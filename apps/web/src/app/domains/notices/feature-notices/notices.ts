import { Component, computed, inject } from '@angular/core';
import { BellOff, CheckCheck } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import { NoticeList } from '../data/notice-list.ts';
import { NoticeRow } from '../ui/notice-row.ts';
import type { Notice } from '../util/notice.ts';

/** All that the organization was told, page by page. */
@Component({
  selector: 'app-notices',
  imports: [Choice, EmptyState, Icon, ListFrame, NoticeRow, PageHeader],
  template: `<div class="page">
    <app-page-header [title]="t('notices.title')" [text]="t('notices.text')">
      <button type="button" class="btn" [disabled]="list.count() === 0" (click)="markAll()">
        <app-icon [of]="checks" />{{ t('notices.mark_all') }}
      </button>
    </app-page-header>
    <app-choice
      [label]="t('notices.which')"
      [hidesLabel]="true"
      [choices]="choices()"
      [value]="onlyUnread() ? 'unread' : ''"
      (chosen)="query.set({ unread: $event === '' ? '' : 'true' })"
    />
    <app-list-frame [list]="page" [rowHeight]="66" [isFiltered]="onlyUnread()">
      <app-empty-state
        empty
        [icon]="none"
        [title]="t('notices.empty.title')"
        [text]="t('notices.empty.text')"
      />
      <app-empty-state none [icon]="none" [title]="t('notices.none.title')" [text]="t('notices.none.text')" />
      <div class="rows">
        @for (notice of page.items(); track notice.id) {
          @let said = list.sentence(notice);
          <app-notice-row
            [of]="notice"
            [text]="said.text"
            [language]="said.language"
            (marked)="mark(notice, $event)"
            (opened)="open(notice)"
          />
        }
      </div>
    </app-list-frame>
  </div>`,
})
export class Notices {
  protected readonly t = inject(Words).t;
  protected readonly list = inject(NoticeList);
  readonly #session = inject(Session);
  protected readonly query = urlQuery('unread');
  protected readonly onlyUnread = computed(() => this.query.values().unread === 'true');
  protected readonly choices = wordedChoices(['', 'unread'], 'notices.');
  protected readonly checks = CheckCheck;
  protected readonly none = BellOff;
  protected readonly page = paged('listNotices', () =>
    this.#session.organization() === undefined
      ? undefined
      : { query: { limit: 50, unread: this.onlyUnread() ? 'true' : undefined } },
  );

  protected async mark(notice: Notice, isRead: boolean): Promise<void> {
    const takeBack = this.page.change((items) =>
      items.map((each) => (each.id === notice.id ? { ...each, is_read: isRead } : each)),
    );
    if (!(await this.list.mark(notice, isRead))) takeBack();
  }

  protected async markAll(): Promise<void> {
    const [newest] = this.list.unread() ?? [];
    if (newest === undefined) return;
    const takeBack = this.page.change((items) => items.map((each) => ({ ...each, is_read: true })));
    if (!(await this.list.markAll(newest))) takeBack();
  }

  protected open(notice: Notice): void {
    if (!notice.is_read) void this.list.mark(notice, true);
  }
}
