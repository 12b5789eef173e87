import { computed, effect, inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Notice } from '../util/notice.ts';
import { noticeSentence } from '../util/notice-sentence.ts';

/** More unread ones than this are told as `50+`. */
const mostCounted = 50;
/** After these something new may have been told. */
const telling = [
  'delivery.held',
  'delivery.deferred',
  'delivery.bounced',
  'delivery.expired',
  'domain.activated',
  'domain.degraded',
  'domain.recovered',
  'mailbox.confirmed',
  'mailbox.paused',
  'mailbox.resumed',
  'quota.reached',
] as const;
/** A notice is kept a moment after the event that it follows from. */
const settleMs = 2_000;

/** What the organization was told and the person has not read; it follows what happens. */
@Injectable({ providedIn: 'root' })
export class NoticeList {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);
  readonly #unread = loading('listNotices', () => {
    const organization = this.#session.organization();
    if (organization === undefined || !this.#session.can('notices:read')) return undefined;
    return { query: { unread: 'true', limit: mostCounted } };
  });

  /** Newest first, at most 50; undefined: not known yet. */
  readonly unread = computed(() => this.#unread.value()?.items);
  readonly count = computed(() => this.unread()?.length ?? 0);
  /** Whether there are more than are counted. */
  readonly hasMore = computed(() => (this.#unread.value()?.next_cursor ?? null) !== null);

  constructor() {
    inject(Live).onAny(telling, () => setTimeout(() => this.refresh(), settleMs));
    // The words are small and needed before anything can be said.
    effect(() => {
      if (this.count() > 0) void this.loadWords();
    });
  }

  /** Loads the words; nothing happens where they are there. */
  loadWords(): Promise<void> {
    return this.#words.load('notices', {
      en: () => import('../i18n/en.json'),
      fr: () => import('../i18n/fr.json'),
    });
  }

  refresh(): void {
    this.#unread.reload();
  }

  /** Its sentence, and the language of that. */
  sentence(notice: Notice): { readonly text: string; readonly language: string } {
    const words = { t: this.#words.t, has: (key: string) => this.#words.has(key) };
    const text = noticeSentence(notice, words);
    return text === undefined
      ? { text: notice.text, language: 'en' }
      : { text, language: this.#words.language() };
  }

  /** Marks one; what is shown changes at once, and back where the server does not take it. */
  async mark(notice: Notice, isRead: boolean): Promise<boolean> {
    const page = this.#unread.value();
    if (page !== undefined && isRead)
      this.#unread.put({ ...page, items: page.items.filter(({ id }) => id !== notice.id) });
    return this.#settle(() =>
      this.#api.call('changeNotice', { params: { notice_id: notice.id }, body: { is_read: isRead } }),
    );
  }

  /** Marks everything up to the newest that was shown. */
  async markAll(newest: Notice): Promise<boolean> {
    const page = this.#unread.value();
    if (page !== undefined)
      this.#unread.put({ ...page, items: page.items.filter(({ id }) => id > newest.id), next_cursor: null });
    return this.#settle(() => this.#api.call('readNotices', { body: { up_to: newest.id } }));
  }

  async #settle(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await send();
      return true;
    } catch (error) {
      this.#toasts.failed(error);
      return false;
    } finally {
      this.refresh();
    }
  }
}
