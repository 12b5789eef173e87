import { computed, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../../shared/data/api.ts';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Alias, AliasChange } from '../util/alias.ts';

/** What is changed with one click. */
type AtOnce = Pick<AliasChange, keyof Alias & keyof AliasChange>;

/** The alias that a page and the parts of it show. Provided by the page. */
@Injectable()
export class AliasInHand {
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #id = signal<string | undefined>(undefined);
  readonly #loaded = loading('getAlias', () => {
    const id = this.#id();
    return id === undefined ? undefined : { params: { alias_id: id } };
  });

  /** Undefined: not there yet; also while another alias than the one before is on its way. */
  readonly alias = computed(() => {
    const alias = this.#loaded.value();
    return alias?.id === this.#id() ? alias : undefined;
  });
  readonly failure = this.#loaded.failure;
  /** Whether the person may change it: the role allows it, and it is not in the trash. */
  readonly canWrite = computed(
    () => this.#session.can('aliases:write') && (this.alias()?.deleted_at ?? null) === null,
  );

  /** Which alias it is. */
  show(id: string): void {
    this.#id.set(id);
  }

  reload(): void {
    this.#loaded.reload();
  }

  /** Changes it, and takes what the server answers; throws a Failure where it is refused. For forms. */
  async save(change: AliasChange): Promise<void> {
    const id = this.#id();
    if (id === undefined) return;
    this.#take(await this.#api.call('changeAlias', { params: { alias_id: id }, body: change }));
  }

  /** Changes it at once: it shows before the server took it, and is taken back with a word where the server refuses. */
  async change(change: AtOnce, done?: string): Promise<void> {
    const before = this.alias();
    if (before === undefined) return;
    const old = Object.fromEntries(
      Object.keys(change).map((name) => [name, before[name as keyof Alias]]),
    ) as AtOnce;
    this.#take({ ...before, ...(change as Partial<Alias>) });
    try {
      await this.save(change);
      if (done !== undefined)
        this.#toasts.done(done, {
          label: this.#words.t('action.undo'),
          run: () => void this.change(old),
        });
    } catch (error) {
      // Expected: a Failure; the page shows again what holds.
      const now = this.alias();
      if (now !== undefined) this.#take({ ...now, ...(old as Partial<Alias>) });
      this.#toasts.failed(error, {
        label: this.#words.t('action.retry'),
        run: () => void this.change(change, done),
      });
    }
  }

  /** Moves it to the trash and goes to the list. */
  async trash(): Promise<void> {
    const alias = this.alias();
    if (alias === undefined) return;
    const { t } = this.#words;
    try {
      await this.#api.call('deleteAlias', { params: { alias_id: alias.id } });
      await this.#router.navigate(['/aliases']);
      this.#toasts.done(t('aliases.done.trashed', { address: alias.address }), {
        label: t('action.undo'),
        run: () => void this.#restore(alias.id),
      });
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
  }

  /** Takes it out of the trash. */
  async restore(): Promise<void> {
    const alias = this.alias();
    if (alias !== undefined) await this.#restore(alias.id);
  }

  async #restore(id: string): Promise<void> {
    try {
      const alias = await this.#api.call('restoreAlias', { params: { alias_id: id } });
      this.#take(alias);
      this.#toasts.done(this.#words.t('aliases.done.restored', { address: alias.address }));
      await this.#router.navigate(['/aliases', id]);
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
  }

  #take(alias: Alias): void {
    if (alias.id === this.#id()) this.#loaded.put(alias);
  }
}
