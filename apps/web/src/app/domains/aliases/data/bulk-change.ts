import { inject, Injectable, signal } from '@angular/core';
import type { Arguments } from '@smtpy/contract/web';
import { maxBulkAliases } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { BulkAction } from '../util/alias.ts';

type Body = NonNullable<Arguments<'changeAliases'>['body']>;

/** Which aliases: those that were chosen, or all that a filter finds. */
export type BulkTarget =
  { readonly ids: readonly string[] } | { readonly filter: NonNullable<Body['filter']> };
/** What to do with them. */
export type BulkWish = Pick<Body, 'action' | 'tags' | 'mailbox_ids' | 'mode'>;

/** What came of it. */
interface Outcome {
  readonly changedIds: string[];
  refusedCount: number;
  /** Why the first one was refused, as the server says it. */
  reason: string | undefined;
}

/** What takes an action back exactly. Of tags, mailboxes and modes nobody knows any more what was there before. */
const inverses: Readonly<Partial<Record<BulkAction, BulkAction>>> = {
  enable: 'disable',
  disable: 'enable',
  delete: 'restore',
  restore: 'delete',
  pin: 'unpin',
  unpin: 'pin',
};

/** One action on many aliases, part by part, however many there are. */
@Injectable({ providedIn: 'root' })
export class BulkChange {
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);
  readonly #doneCount = signal<number | undefined>(undefined);

  /** How many were looked at so far; undefined: nothing is going on. */
  readonly doneCount = this.#doneCount.asReadonly();

  /** Does it, and says what came of it, with undo where that is exact. */
  async run(target: BulkTarget, wish: BulkWish, after: () => void): Promise<void> {
    if (this.#doneCount() !== undefined) return;
    const outcome: Outcome = { changedIds: [], refusedCount: 0, reason: undefined };
    this.#doneCount.set(0);
    try {
      if ('ids' in target) await this.#changeIds(target.ids, wish, outcome);
      else await this.#changeFound(target.filter, wish, outcome);
      this.#tell(wish.action, outcome, after);
    } catch (error) {
      // Expected: a Failure in the middle; what was done until then stays, and the list shows it.
      this.#toasts.failed(error);
    } finally {
      this.#doneCount.set(undefined);
      after();
    }
  }

  async #changeIds(ids: readonly string[], wish: BulkWish, outcome: Outcome): Promise<void> {
    for (let at = 0; at < ids.length; at += maxBulkAliases)
      await this.#change({ ids: ids.slice(at, at + maxBulkAliases), ...wish }, outcome);
  }

  async #changeFound(filter: NonNullable<Body['filter']>, wish: BulkWish, outcome: Outcome): Promise<void> {
    let afterId: string | null | undefined;
    do {
      afterId = await this.#change({ filter, ...(afterId && { after_id: afterId }), ...wish }, outcome);
    } while (afterId !== null);
  }

  async #change(
    body: Omit<Body, 'ids'> & { readonly ids?: readonly string[] },
    outcome: Outcome,
  ): Promise<string | null> {
    const answer = await this.#api.call('changeAliases', { body: body as Body });
    for (const { id, result, message } of answer.results) {
      if (result === 'changed') outcome.changedIds.push(id);
      if (result !== 'refused') continue;
      outcome.refusedCount += 1;
      outcome.reason ??= message ?? undefined;
    }
    this.#doneCount.update((count) => (count ?? 0) + answer.results.length);
    return answer.next_after_id;
  }

  #tell(action: BulkAction, outcome: Outcome, after: () => void): void {
    const { t, tn } = this.#words;
    const inverse = inverses[action];
    const { changedIds, refusedCount, reason } = outcome;
    const refused =
      refusedCount === 0 ? '' : ` ${tn('aliases.bulk.refused', refusedCount)} ${reason ?? ''}`.trimEnd();
    const undo = { label: t('action.undo') };
    this.#toasts.done(
      tn(`aliases.bulk.done.${action}`, changedIds.length) + refused,
      inverse === undefined || changedIds.length === 0
        ? undefined
        : { ...undo, run: () => void this.run({ ids: changedIds }, { action: inverse }, after) },
    );
  }
}
