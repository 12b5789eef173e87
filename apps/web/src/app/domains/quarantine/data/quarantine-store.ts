import { computed, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../../shared/data/api.ts';
import { HeldCount } from '../../../shared/data/held-count.ts';
import { Live } from '../../../shared/data/live.ts';
import { paged } from '../../../shared/data/paged.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { createSelection } from '../../../shared/util/selection.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { heldReasons, type Held } from '../util/held.ts';
import { neighbourOf, nextAfter } from '../util/neighbour.ts';

/** How far the sender is allowed with a release. */
export type AllowScope = 'once' | 'alias' | 'organization';

/** The quarantine as its page shows it: the list, what of it is looked at and chosen, and what is decided. Of one page. */
@Injectable()
export class QuarantineStore {
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #held = inject(HeldCount);
  readonly #router = inject(Router);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);

  readonly query = urlQuery('reason', 'search', 'alias_id', 'mailbox_id');
  readonly reason = this.query.oneOf('reason', heldReasons);
  readonly list = paged('listQuarantine', () => {
    const { search, alias_id: aliasId, mailbox_id: mailboxId } = this.query.values();
    return {
      query: {
        reason: this.reason(),
        search: search === '' ? undefined : search,
        alias_id: aliasId === '' ? undefined : aliasId,
        mailbox_id: mailboxId === '' ? undefined : mailboxId,
      },
    };
  });
  readonly rows = computed(() => this.list.items() ?? []);
  readonly ids = computed(() => this.rows().map(({ id }) => id));
  readonly selection = createSelection();
  /** The one that is looked at. */
  readonly openId = signal<string | undefined>(undefined);
  /** Whether something is being decided. */
  readonly isBusy = signal(false);

  constructor() {
    inject(Live).onAny(
      ['delivery.held', 'delivery.released', 'delivery.cancelled', 'delivery.expired', 'message.accepted'],
      () => {
        if (!this.isBusy()) this.list.reload();
      },
    );
  }

  find(id: string): Held | undefined {
    return this.rows().find((held) => held.id === id);
  }

  /** Looks at the next or the one before. */
  step(step: 1 | -1): void {
    const id = neighbourOf(this.ids(), this.openId(), step);
    if (id !== undefined) this.#open(id);
  }

  /** Goes back to the list alone. */
  close(): void {
    void this.#router.navigate(['/quarantine'], { queryParamsHandling: 'preserve' });
  }

  /** Lets one go, and its sender from now on where that is wished. */
  async release(held: Held, scope: AllowScope = 'once'): Promise<void> {
    const { t } = this.#words;
    const mailbox = held.mailbox?.address ?? '';
    await this.#decide([held.id], async () => {
      const answer = await this.#api.call('releaseQuarantined', {
        params: { held_id: held.id },
        body: { allow_sender: scope },
      });
      const key = mailbox === '' ? 'quarantine.done.released' : 'quarantine.done.released_to';
      if (scope === 'once') this.#toasts.done(t(key, { mailbox }));
      else
        this.#toasts.done(
          answer.allowed === null ? t('quarantine.done.not_allowed') : t('quarantine.done.allowed'),
        );
    });
  }

  /** Deletes one, after a question: it cannot be undone. */
  async delete(held: Held): Promise<void> {
    if (!(await this.#confirmDelete(1))) return;
    await this.#decide([held.id], async () => {
      await this.#api.call('deleteQuarantined', { params: { held_id: held.id } });
      this.#toasts.done(this.#words.tn('quarantine.done.deleted', 1));
    });
  }

  /** Decides about all that are chosen. */
  async decideChosen(action: 'release' | 'delete'): Promise<void> {
    const ids = this.ids().filter((id) => this.selection.has(id));
    if (ids.length === 0) return;
    if (action === 'delete' && !(await this.#confirmDelete(ids.length))) return;
    this.selection.clear();
    await this.#decide(ids, async () => {
      const { results } = await this.#api.call('decideQuarantine', { body: { action, ids } });
      const done = results.filter(({ result }) => result === 'released' || result === 'deleted').length;
      const { t, tn } = this.#words;
      const text =
        action === 'release'
          ? tn('quarantine.done.many_released', done)
          : tn('quarantine.done.deleted', done);
      this.#toasts.done(done === ids.length ? text : `${text} ${t('quarantine.done.decided_before')}`);
    });
  }

  #confirmDelete(count: number): Promise<boolean> {
    const { t, tn } = this.#words;
    return this.#dialogs.ask({
      title: tn('quarantine.ask.title', count),
      text: t('quarantine.ask.text'),
      action: t('action.delete'),
    });
  }

  /** What is decided leaves the list at once, and comes back where that fails; the next one is looked at. */
  async #decide(ids: readonly string[], decide: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    const gone = new Set(ids);
    const open = this.openId();
    const next = nextAfter(this.ids(), gone);
    const takeBack = this.list.change((items) => items.filter(({ id }) => !gone.has(id)));
    try {
      await decide();
      if (open !== undefined && gone.has(open)) {
        if (next === undefined) this.close();
        else this.#open(next);
      }
    } catch (error) {
      // Expected: a Failure, also where somebody else decided before.
      takeBack();
      this.#toasts.failed(error);
    } finally {
      this.isBusy.set(false);
      this.list.reload();
      this.#held.refresh();
    }
  }

  #open(id: string): void {
    void this.#router.navigate(['/quarantine', id], {
      queryParamsHandling: 'preserve',
      // Looking through the list is one step for the back button.
      replaceUrl: this.openId() !== undefined,
    });
  }
}
