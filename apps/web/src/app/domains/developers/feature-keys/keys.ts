import { Component, computed, inject } from '@angular/core';
import { KeyRound, Plus } from 'lucide';
import { isAtLeast } from '@smtpy/contract/web';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { ApiKeys, type ApiKey } from '../data/api-keys.ts';
import { KeyRow } from '../ui/key-row.ts';
import { KeyUse } from '../ui/key-use.ts';

/** API keys: one's own, and for admins those of all members. */
@Component({
  selector: 'app-keys',
  imports: [Choice, EmptyState, Icon, KeyRow, KeyUse, ListFrame],
  host: { class: 'grid grid-cols-1 gap-6' },
  template: `<div class="flex flex-wrap items-end justify-between gap-3">
      <p class="prose m-0 text-muted">{{ t('developers.keys.text') }}</p>
      <div class="flex flex-wrap items-center gap-3">
        @if (seesAll()) {
          <app-choice
            [label]="t('developers.keys.whose')"
            [hidesLabel]="true"
            [choices]="whose()"
            [value]="of()"
            (chosen)="query.set({ of: $event === 'me' ? '' : $event })"
          />
        }
        @if (canWrite()) {
          <button type="button" class="btn primary" (click)="create()">
            <app-icon [of]="plus" />{{ t('developers.keys.create') }}
          </button>
        }
      </div>
    </div>
    <app-list-frame [list]="list" [skeletonRows]="4" [rowHeight]="58">
      <app-empty-state
        empty
        [icon]="keyIcon"
        [title]="t('developers.keys.none')"
        [text]="t('developers.keys.none_text')"
      >
        @if (canWrite()) {
          <button type="button" class="btn primary" (click)="create()">
            {{ t('developers.keys.create') }}
          </button>
        }
      </app-empty-state>
      <table class="table cards">
        <caption class="sr-only">
          {{
            t('developers.keys.title')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ t('developers.keys.name') }}</th>
            <th scope="col">{{ t('developers.keys.may') }}</th>
            <th scope="col">{{ t('developers.keys.used') }}</th>
            <th scope="col">{{ t('developers.keys.ends') }}</th>
            <th scope="col">
              <span class="sr-only">{{ t('action.more') }}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (key of list.items(); track key.id) {
            <tr
              app-key-row
              [of]="key"
              [showsOwner]="of() === 'all'"
              [isOwn]="key.user_id === session.account()?.id"
              [canWrite]="canWrite()"
              (edited)="edit(key)"
              (replaced)="replace(key)"
              (revoked)="revoke(key)"
            ></tr>
          }
        </tbody>
      </table>
    </app-list-frame>
    <app-key-use />`,
})
export class Keys {
  readonly #keys = inject(ApiKeys);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly session = inject(Session);
  protected readonly t = inject(Words).t;
  protected readonly plus = Plus;
  protected readonly keyIcon = KeyRound;
  protected readonly query = urlQuery('of');
  protected readonly canWrite = computed(() => this.session.can('keys:write'));
  protected readonly seesAll = computed(() =>
    isAtLeast(this.session.organization()?.role ?? 'viewer', 'admin'),
  );
  protected readonly of = computed(() =>
    this.seesAll() && this.query.values().of === 'all' ? ('all' as const) : ('me' as const),
  );
  protected readonly whose = computed(() => [
    { value: 'me' as const, label: this.t('developers.keys.mine') },
    { value: 'all' as const, label: this.t('developers.keys.all') },
  ]);
  /** Anew when another organization is chosen. */
  protected readonly list = paged('listKeys', () => {
    const organization = this.session.organization();
    return organization === undefined ? undefined : { query: { of: this.of() } };
  });

  protected async create(): Promise<void> {
    await this.#dialogs.open(() => import('./key-dialog.ts').then((m) => m.KeyDialog));
    this.list.reload();
  }

  protected async edit(key: ApiKey): Promise<void> {
    const isChanged = await this.#dialogs.askText({
      title: this.t('developers.keys.rename'),
      label: this.t('developers.keys.name'),
      value: key.name,
      action: this.t('action.save'),
      run: async (name) => {
        await this.#keys.change(key.id, { name });
      },
    });
    if (isChanged) this.list.reload();
  }

  protected async replace(key: ApiKey): Promise<void> {
    await this.#dialogs.open(() => import('./replace-key.ts').then((m) => m.ReplaceKey), key);
    this.list.reload();
  }

  protected async revoke(key: ApiKey): Promise<void> {
    const isSure = await this.#dialogs.ask({
      title: this.t('developers.keys.revoke_title', { name: key.name }),
      text: this.t('developers.keys.revoke_text'),
      action: this.t('developers.keys.revoke'),
    });
    if (!isSure) return;
    const takeBack = this.list.change((keys) => keys.filter(({ id }) => id !== key.id));
    try {
      await this.#keys.revoke(key.id);
      this.#toasts.done(this.t('developers.keys.revoked', { name: key.name }));
    } catch (error) {
      takeBack();
      this.#toasts.failed(error);
    }
  }
}
