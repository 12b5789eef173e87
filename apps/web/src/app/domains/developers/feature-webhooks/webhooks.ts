import { Component, computed, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Plus, Webhook as WebhookIcon } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { NoPermission } from '../../../shared/ui/no-permission.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import { WebhookChip } from '../ui/webhook-chip.ts';

/** The webhooks of the organization. */
@Component({
  selector: 'app-webhooks',
  imports: [EmptyState, Icon, ListFrame, NoPermission, RouterLink, TimeAgo, WebhookChip],
  host: { class: 'grid grid-cols-1 gap-6' },
  template: `@if (canRead()) {
      <div class="flex flex-wrap items-end justify-between gap-3">
        <p class="prose m-0 text-muted">{{ t('developers.webhooks.text') }}</p>
        @if (canWrite()) {
          <button type="button" class="btn primary" (click)="create()">
            <app-icon [of]="plus" />{{ t('developers.webhooks.create') }}
          </button>
        }
      </div>
      <app-list-frame [list]="list" [skeletonRows]="4" [rowHeight]="58">
        <app-empty-state
          empty
          [icon]="icon"
          [title]="t('developers.webhooks.none')"
          [text]="t('developers.webhooks.none_text')"
        >
          @if (canWrite()) {
            <button type="button" class="btn primary" (click)="create()">
              {{ t('developers.webhooks.create') }}
            </button>
          }
        </app-empty-state>
        <table class="table cards">
          <caption class="sr-only">
            {{
              t('developers.webhooks.title')
            }}
          </caption>
          <thead>
            <tr>
              <th scope="col">{{ t('developers.webhooks.url') }}</th>
              <th scope="col">{{ t('developers.webhooks.state') }}</th>
              <th scope="col">{{ t('developers.webhooks.events') }}</th>
              <th scope="col">{{ t('developers.webhooks.made') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (webhook of list.items(); track webhook.id) {
              <tr>
                <td class="full">
                  <a
                    class="block min-w-0 font-medium break-all text-text no-underline hover:underline"
                    [routerLink]="webhook.id"
                    ><span class="mono">{{ webhook.url }}</span>
                    @if (webhook.description !== '') {
                      <span class="block font-normal text-muted">{{ webhook.description }}</span>
                    }
                  </a>
                </td>
                <td><app-webhook-chip [of]="webhook" /></td>
                <td class="text-muted">
                  {{
                    webhook.event_types === null
                      ? t('developers.webhooks.everything')
                      : tn('developers.webhooks.types', webhook.event_types.length)
                  }}
                </td>
                <td class="phone-hidden text-muted"><app-time-ago [of]="webhook.created_at" /></td>
              </tr>
            }
          </tbody>
        </table>
      </app-list-frame>
    } @else {
      <app-no-permission class="card" />
    }`,
})
export class Webhooks {
  readonly #dialogs = inject(Dialogs);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly plus = Plus;
  protected readonly icon = WebhookIcon;
  protected readonly canRead = computed(() => this.#session.can('webhooks:read'));
  protected readonly canWrite = computed(() => this.#session.can('webhooks:write'));
  /** Anew when another organization is chosen. */
  protected readonly list = paged('listWebhooks', () => {
    const organization = this.#session.organization();
    return organization !== undefined && this.canRead() ? {} : undefined;
  });

  protected async create(): Promise<void> {
    const id = await this.#dialogs.open<string>(() =>
      import('./webhook-dialog.ts').then((m) => m.WebhookDialog),
    );
    if (id !== undefined) await this.#router.navigate(['/developers/webhooks', id]);
    else this.list.reload();
  }
}
