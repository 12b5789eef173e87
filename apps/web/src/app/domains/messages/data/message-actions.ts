import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import { toFailure } from '../../../shared/data/failure.ts';
import { HeldCount } from '../../../shared/data/held-count.ts';
import { saveFile } from '../../../shared/data/save-file.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { countResults, heldIds, type BulkAction, type Actionable } from '../util/bulk-result.ts';

/** What people do with messages and deliveries. Each tells by a toast what came of it, and gives whether something was done. */
@Injectable({ providedIn: 'root' })
export class MessageActions {
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);
  readonly #held = inject(HeldCount);

  /** Asks before what cannot be undone. */
  confirm(action: 'cancel' | 'delete', count: number): Promise<boolean> {
    const { t, tn } = this.#words;
    return this.#dialogs.ask({
      title:
        action === 'delete' ? tn('messages.ask.delete_title', count) : tn('messages.ask.cancel_title', count),
      text: action === 'delete' ? t('messages.ask.delete_text') : t('messages.ask.cancel_text'),
      action:
        action === 'delete'
          ? t('messages.action.delete')
          : count === 1
            ? t('messages.action.cancel')
            : t('messages.action.cancel_many'),
    });
  }

  /** The same with several messages; what waits of those to be deleted is cancelled first. */
  async change(action: BulkAction, ids: readonly string[]): Promise<boolean> {
    return this.#try(async () => {
      const body = { action, ids: [...ids], cancel: action === 'delete' };
      const { results } = await this.#api.call('changeMessages', { body });
      return this.#tell(action, countResults(action, results));
    });
  }

  /** Lets go what is held of messages: out of quarantine at once, and replies that wait for their writer one by one. */
  async release(messages: readonly Actionable[]): Promise<boolean> {
    const ids = heldIds(messages);
    if (ids.length === 0) {
      this.#toasts.done(this.#words.t('messages.done.nothing_held'));
      return false;
    }
    return this.#try(async () => {
      const { results } = await this.#api.call('decideQuarantine', { body: { action: 'release', ids } });
      const others = results.filter(({ result }) => result === 'not_found').map(({ id }) => id);
      const released = await Promise.all(others.map((id) => this.#releaseReply(id)));
      const done =
        results.filter(({ result }) => result === 'released').length + released.filter(Boolean).length;
      return this.#tell('release', { done, failed: ids.length - done });
    });
  }

  /** Lets one held delivery go; `allow` lets its sender through from now on, for the alias. */
  async releaseOne(
    id: string,
    { isQuarantined, allows }: { isQuarantined: boolean; allows: boolean },
  ): Promise<boolean> {
    return this.#try(async () => {
      if (!isQuarantined) {
        await this.#api.call('releaseMyDelivery', { params: { delivery_id: id } });
        this.#toasts.done(this.#words.t('messages.done.released'));
        return true;
      }
      const { allowed } = await this.#api.call('releaseQuarantined', {
        params: { held_id: id },
        body: { allow_sender: allows ? 'alias' : 'once' },
      });
      this.#toasts.done(
        allowed === null ? this.#words.t('messages.done.released') : this.#words.t('messages.done.allowed'),
      );
      return true;
    });
  }

  /** Tries one delivery now. */
  async retryOne(id: string): Promise<boolean> {
    return this.#try(async () => {
      await this.#api.call('retryMyDelivery', { params: { delivery_id: id } });
      return this.#tell('retry', { done: 1, failed: 0 });
    });
  }

  /** Ends one delivery. */
  async cancelOne(id: string): Promise<boolean> {
    return this.#try(async () => {
      await this.#api.call('cancelMyDelivery', { params: { delivery_id: id } });
      return this.#tell('cancel', { done: 1, failed: 0 });
    });
  }

  /** Saves the message as a file of this device, as it was received. */
  async export(id: string): Promise<boolean> {
    return this.#try(async () => {
      const options = { accept: 'message/rfc822, application/json' };
      const response = await this.#api.send('exportMessage', { params: { message_id: id } }, options);
      await saveFile(response, `${id}.eml`);
      return true;
    });
  }

  async #releaseReply(id: string): Promise<boolean> {
    try {
      await this.#api.call('releaseMyDelivery', { params: { delivery_id: id } });
      return true;
    } catch (error) {
      // Expected: it was decided meanwhile; it counts as not done.
      if (toFailure(error).kind === 'problem') return false;
      throw error;
    }
  }

  async #try(action: () => Promise<boolean>): Promise<boolean> {
    try {
      return await action();
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
      return false;
    } finally {
      this.#held.refresh();
    }
  }

  #tell(action: BulkAction | 'release', { done, failed }: { done: number; failed: number }): boolean {
    const { t, tn } = this.#words;
    if (done === 0) this.#toasts.done(t('messages.done.nothing'));
    else {
      const text = tn(`messages.done.${action}`, done);
      this.#toasts.done(failed === 0 ? text : `${text} ${tn('messages.done.failed', failed)}.`);
    }
    return done > 0;
  }
}
