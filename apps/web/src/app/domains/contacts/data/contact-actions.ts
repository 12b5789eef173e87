import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import type { Paged } from '../../../shared/data/paged.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Contact } from './contact.ts';

/** What is done with contacts of a list: blocking shows at once, and is taken back where the server refuses. */
@Injectable({ providedIn: 'root' })
export class ContactActions {
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);

  /** Blocks mail of a contact to its alias, or no longer. */
  async setBlocked(list: Paged<Contact>, contact: Contact, isBlocked: boolean): Promise<void> {
    const { t } = this.#words;
    this.#patch(list, contact.id, { is_blocked: isBlocked });
    try {
      await this.#api.call('changeContact', {
        params: { contact_id: contact.id },
        body: { is_blocked: isBlocked },
      });
      const names = { address: contact.address, alias: contact.alias_address };
      this.#toasts.done(t(isBlocked ? 'contacts.done.blocked' : 'contacts.done.unblocked', names), {
        label: t('action.undo'),
        run: () => void this.setBlocked(list, contact, !isBlocked),
      });
    } catch (error) {
      // Expected: a Failure; the row shows again what holds.
      this.#patch(list, contact.id, { is_blocked: !isBlocked });
      this.#toasts.failed(error, {
        label: t('action.retry'),
        run: () => void this.setBlocked(list, contact, isBlocked),
      });
    }
  }

  /** Deletes a contact when the person is sure: its reply address never works again. */
  async remove(list: Paged<Contact>, contact: Contact): Promise<void> {
    const { t } = this.#words;
    const isSure = await this.#dialogs.ask({
      title: t('contacts.delete.title', { address: contact.address }),
      text: t('contacts.delete.text'),
      action: t('contacts.delete.action'),
    });
    if (!isSure) return;
    try {
      await this.#api.call('deleteContact', { params: { contact_id: contact.id } });
      this.#toasts.done(t('contacts.done.deleted', { address: contact.address }));
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
    list.reload();
  }

  #patch(list: Paged<Contact>, id: string, patch: Partial<Contact>): void {
    list.change((rows) => rows.map((row) => (row.id === id ? { ...row, ...patch } : row)));
  }
}
