import { inject, Injectable } from '@angular/core';
import type { Answer, Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf, Paged } from '../../../shared/data/paged.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';

/** A blocked or allowed sender as the list gives it. */
export type Sender = ItemOf<'listSenders'>;
/** A sender that was added, with the allow that overrules it where there is one. */
export type AddedSender = Answer<'createSender'>;

/** Changes of the list of senders. */
@Injectable({ providedIn: 'root' })
export class SenderChanges {
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  readonly #t = inject(Words).t;

  /** Throws a Failure where it is not taken. */
  add(body: NonNullable<Arguments<'createSender'>['body']>): Promise<AddedSender> {
    return this.#api.call('createSender', { body });
  }

  /** Changes what of an entry can be changed. Throws a Failure where it is not taken. */
  async change(id: string, body: NonNullable<Arguments<'changeSender'>['body']>): Promise<void> {
    await this.#api.call('changeSender', { params: { sender_id: id }, body });
  }

  /** Deletes an entry: it goes from the list at once, and can be brought back. */
  async remove(list: Paged<Sender>, sender: Sender): Promise<void> {
    const takeBack = list.change((senders) => senders.filter(({ id }) => id !== sender.id));
    try {
      await this.#api.call('deleteSender', { params: { sender_id: sender.id } });
      this.#toasts.done(this.#t('rules.senders.deleted', { subject: sender.subject }), {
        label: this.#t('action.undo'),
        run: () => void this.#restore(list, sender),
      });
      list.reload();
    } catch (error) {
      takeBack();
      this.#toasts.failed(error);
    }
  }

  async #restore(list: Paged<Sender>, sender: Sender): Promise<void> {
    const { verdict, subject, note, accepts_unproven } = sender;
    try {
      await this.add({ verdict, subject, note, accepts_unproven, alias_id: sender.alias?.id ?? null });
    } catch (error) {
      const run = (): void => void this.#restore(list, sender);
      this.#toasts.failed(error, { label: this.#t('action.retry'), run });
    }
    list.reload();
  }
}
