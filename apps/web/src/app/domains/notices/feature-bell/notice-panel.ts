import { Component, computed, inject, output } from '@angular/core';
import { CdkTrapFocus } from '@angular/cdk/a11y';
import { RouterLink } from '@angular/router';
import { BellOff } from 'lucide';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Words } from '../../../shared/util/words.ts';
import { NoticeList } from '../data/notice-list.ts';
import { NoticeRow } from '../ui/notice-row.ts';
import type { Notice } from '../util/notice.ts';

/** The last notices, under the bell. */
@Component({
  selector: 'app-notice-panel',
  imports: [CdkTrapFocus, RouterLink, EmptyState, FailurePanel, NoticeRow],
  host: { class: 'block', '(keydown.escape)': 'closed.emit()' },
  template: `<section
    class="menu !flex !max-w-none flex-col !p-0"
    role="dialog"
    cdkTrapFocus
    cdkTrapFocusAutoCapture
    aria-labelledby="notices-title"
  >
    <div class="flex min-h-12 flex-none items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
      <h2 class="m-0 flex-1" id="notices-title" tabindex="-1" cdkFocusInitial>{{ t('notices.title') }}</h2>
      @if (hasUnread()) {
        <button type="button" class="btn plain small" (click)="markAll()">{{ t('notices.mark_all') }}</button>
      }
    </div>
    <div class="rows min-h-0 flex-1 overflow-auto" [attr.aria-busy]="recent.isLoading()">
      @if (recent.failure(); as failure) {
        <app-failure [of]="failure" (retry)="recent.reload()" />
      } @else {
        @for (notice of recent.value()?.items; track notice.id) {
          @let said = list.sentence(notice);
          <app-notice-row
            [of]="notice"
            [text]="said.text"
            [language]="said.language"
            (marked)="mark(notice, $event)"
            (opened)="open(notice)"
          />
        } @empty {
          @if (recent.value() !== undefined) {
            <app-empty-state
              [icon]="none"
              [title]="t('notices.empty.title')"
              [text]="t('notices.empty.text')"
            />
          } @else {
            @for (row of [1, 2, 3, 4]; track row) {
              <div class="flex h-[66px] items-center gap-3 px-4">
                <span class="skeleton h-7 w-7"></span><span class="skeleton h-3.5 flex-1"></span>
              </div>
            }
          }
        }
      }
    </div>
    <div class="flex-none border-t border-line p-2">
      <a class="btn plain small wide" routerLink="/notices" (click)="closed.emit()">{{ t('notices.all') }}</a>
    </div>
  </section>`,
})
export class NoticePanel {
  readonly closed = output();
  protected readonly t = inject(Words).t;
  protected readonly list = inject(NoticeList);
  readonly #session = inject(Session);
  protected readonly none = BellOff;
  protected readonly recent = loading('listNotices', () => {
    // Whatever is told meanwhile is shown, and what another page marked.
    this.list.unread();
    return this.#session.organization() === undefined ? undefined : { query: { limit: 20 } };
  });
  protected readonly hasUnread = computed(
    () => this.list.count() > 0 || this.recent.value()?.items.some(({ is_read }) => !is_read) === true,
  );

  protected async mark(notice: Notice, isRead: boolean): Promise<void> {
    this.#show(({ id }) => id === notice.id, isRead);
    await this.list.mark(notice, isRead);
  }

  protected async markAll(): Promise<void> {
    const [newest] = this.recent.value()?.items ?? [];
    if (newest === undefined) return;
    this.#show(() => true, true);
    await this.list.markAll(newest);
  }

  protected open(notice: Notice): void {
    this.closed.emit();
    if (!notice.is_read) void this.list.mark(notice, true);
  }

  #show(which: (notice: Notice) => boolean, isRead: boolean): void {
    const page = this.recent.value();
    if (page === undefined) return;
    const items = page.items.map((each) => (which(each) ? { ...each, is_read: isRead } : each));
    this.recent.put({ ...page, items });
  }
}
