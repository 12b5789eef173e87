import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import type { Paged } from '../../../shared/data/paged.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Alias } from '../util/alias.ts';
import { dropRow, patchRow } from './rows.ts';

/** What is done with single aliases of a list: it shows at once, is taken back where the server refuses, and can be undone. */
@Injectable({ providedIn: 'root' })
export class AliasActions {
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);

  /** Switches an alias on or off. */
  async setEnabled(list: Paged<Alias>, alias: Alias, isEnabled: boolean): Promise<void> {
    const { t } = this.#words;
    patchRow(list, alias.id, { is_enabled: isEnabled });
    try {
      await this.#api.call('changeAlias', {
        params: { alias_id: alias.id },
        body: { is_enabled: isEnabled },
      });
      this.#toasts.done(t(isEnabled ? 'aliases.done.on' : 'aliases.done.off', { address: alias.address }), {
        label: t('action.undo'),
        run: () => void this.setEnabled(list, alias, !isEnabled),
      });
    } catch (error) {
      // Expected: a Failure; the row shows again what holds.
      patchRow(list, alias.id, { is_enabled: !isEnabled });
      this.#toasts.failed(error, {
        label: t('action.retry'),
        run: () => void this.setEnabled(list, alias, isEnabled),
      });
    }
  }

  /** Pins an alias to the top, or no longer. The list is not sorted anew until it is loaded again, so that nothing jumps away. */
  async setPinned(list: Paged<Alias>, alias: Alias, isPinned: boolean): Promise<void> {
    patchRow(list, alias.id, { is_pinned: isPinned });
    try {
      await this.#api.call('changeAlias', {
        params: { alias_id: alias.id },
        body: { is_pinned: isPinned },
      });
    } catch (error) {
      // Expected: a Failure; the row shows again what holds.
      patchRow(list, alias.id, { is_pinned: !isPinned });
      this.#toasts.failed(error);
    }
  }

  /** Moves an alias to the trash. */
  async trash(list: Paged<Alias>, alias: Alias): Promise<void> {
    const { t } = this.#words;
    dropRow(list, alias.id);
    try {
      await this.#api.call('deleteAlias', { params: { alias_id: alias.id } });
      this.#toasts.done(t('aliases.done.trashed', { address: alias.address }), {
        label: t('action.undo'),
        run: () => void this.restore(list, alias),
      });
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
    list.reload();
  }

  /** Takes an alias out of the trash. */
  async restore(list: Paged<Alias>, alias: Alias): Promise<void> {
    try {
      await this.#api.call('restoreAlias', { params: { alias_id: alias.id } });
      this.#toasts.done(this.#words.t('aliases.done.restored', { address: alias.address }));
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
    list.reload();
  }
}
