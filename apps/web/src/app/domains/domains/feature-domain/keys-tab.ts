import { Component, computed, inject, input, signal } from '@angular/core';
import { KeyRound } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { loading } from '../../../shared/data/loading.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain, DomainView } from '../data/domain-view.ts';
import { DomainKeyCard } from '../ui/domain-key-card.ts';
import { KeySteps } from '../ui/key-steps.ts';

/** The signing keys of a domain, and how one takes the place of another. */
@Component({
  selector: 'app-keys-tab',
  imports: [DomainKeyCard, FailurePanel, Icon, KeySteps, Skeleton],
  host: { class: 'grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_320px]' },
  template: `<div class="grid min-w-0 gap-4">
      <div class="flex flex-wrap items-start justify-between gap-3">
        <p class="prose m-0 min-w-0 flex-1 basis-[280px] text-muted">{{ t('domains.keys.text') }}</p>
        @if (mayChange() && keys.value() !== undefined && pending() === undefined) {
          <button type="button" class="btn" [disabled]="isWorking()" (click)="prepare()">
            <app-icon [of]="keyIcon" />{{ t('domains.keys.prepare') }}
          </button>
        }
      </div>
      @if (keys.value(); as page) {
        <ul class="card rows m-0 list-none p-0">
          @for (key of page.items; track key.id) {
            <li>
              <app-domain-key-card
                [of]="key"
                [record]="recordOf(key)"
                [zone]="domain().name"
                [isWorking]="isWorking()"
                [mayChange]="mayChange()"
                [failure]="key.id === pending()?.id ? failure() : undefined"
                (activated)="activate(key)"
                (discarded)="discard(key)"
              />
            </li>
          }
        </ul>
      } @else if (keys.failure(); as failure) {
        <app-failure class="card" [of]="failure" (retry)="keys.reload()" />
      } @else {
        <app-skeleton [height]="120" />
      }
    </div>
    <app-key-steps />`,
})
export class KeysTab {
  readonly view = input.required<DomainView>();
  readonly domain = input.required<Domain>();
  readonly mayChange = input(false);
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  readonly #dialogs = inject(Dialogs);
  protected readonly t = inject(Words).t;
  protected readonly keyIcon = KeyRound;
  protected readonly keys = loading('listDomainKeys', () => ({
    params: { domain_id: this.domain().id },
    query: {},
  }));
  protected readonly pending = computed(() =>
    this.keys.value()?.items.find(({ state }) => state === 'pending'),
  );
  /** Whether a key is being made, activated or discarded. */
  protected readonly isWorking = signal(false);
  /** Why the prepared key was not activated. */
  protected readonly failure = signal<Failure | undefined>(undefined);

  /** The record of a key with what was last found; undefined where records are not there yet. */
  protected recordOf(key: ItemOf<'listDomainKeys'>) {
    return this.view()
      .records.value()
      ?.items.find(({ purpose, name }) => purpose === 'dkim' && name === key.record_name);
  }

  protected prepare(): Promise<void> {
    return this.#work(async () => {
      await this.#api.call('createDomainKey', { params: { domain_id: this.domain().id } });
      this.#toasts.done(this.t('domains.keys.prepared'));
    });
  }

  protected activate(key: ItemOf<'listDomainKeys'>): Promise<void> {
    return this.#work(async () => {
      try {
        await this.#api.call('activateDomainKey', { params: this.#paramsOf(key) });
        this.#toasts.done(this.t('domains.keys.activated', { selector: key.selector }));
      } catch (error) {
        // Expected: the record is not found; that is said beside the key.
        this.failure.set(toFailure(error));
      }
    });
  }

  protected async discard(key: ItemOf<'listDomainKeys'>): Promise<void> {
    const isSure = await this.#dialogs.ask({
      title: this.t('domains.keys.discard_title', { selector: key.selector }),
      text: this.t('domains.keys.discard_text'),
      action: this.t('domains.keys.discard'),
    });
    if (!isSure) return;
    await this.#work(async () => {
      await this.#api.call('deleteDomainKey', { params: this.#paramsOf(key) });
      this.#toasts.done(this.t('domains.keys.discarded'));
    });
  }

  async #work(action: () => Promise<void>): Promise<void> {
    this.isWorking.set(true);
    this.failure.set(undefined);
    try {
      await action();
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    } finally {
      this.isWorking.set(false);
      this.keys.reload();
      this.view().reload();
    }
  }

  #paramsOf(key: ItemOf<'listDomainKeys'>): { readonly domain_id: string; readonly dkim_key_id: string } {
    return { domain_id: this.domain().id, dkim_key_id: key.id };
  }
}
