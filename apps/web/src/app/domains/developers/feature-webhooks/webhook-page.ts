import { Component, computed, inject, input } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Router } from '@angular/router';
import { Ellipsis, KeyRound, Pause, Pencil, Play, Send, Trash2 } from 'lucide';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { WebhookCalls, type Webhook } from '../data/webhooks.ts';
import { WebhookChip } from '../ui/webhook-chip.ts';
import { WebhookFacts } from '../ui/webhook-facts.ts';
import { WebhookNotice } from '../ui/webhook-notice.ts';
import { WebhookVerification } from '../ui/webhook-verification.ts';
import { WebhookDeliveries } from './webhook-deliveries.ts';

/** One webhook: how it is, what it is told of, what was sent to it. */
@Component({
  selector: 'app-webhook-page',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    FailurePanel,
    Icon,
    PageHeader,
    Skeleton,
    WebhookChip,
    WebhookDeliveries,
    WebhookFacts,
    WebhookNotice,
    WebhookVerification,
  ],
  template: `<div class="page">
    <app-page-header [title]="title()" [back]="back()">
      @if (webhook.value(); as value) {
        <app-webhook-chip beside class="align-[3px] tracking-normal" [of]="value" />
      }
      @if (webhook.value(); as value) {
        @if (canWrite()) {
          <button type="button" class="btn" (click)="test(value)">
            <app-icon [of]="send" />{{ t('developers.webhooks.test') }}
          </button>
          <button type="button" class="btn" (click)="edit(value)">
            <app-icon [of]="pencil" />{{ t('action.edit') }}
          </button>
          <button
            type="button"
            class="btn icon"
            [cdkMenuTriggerFor]="menu"
            [attr.aria-label]="t('action.more')"
          >
            <app-icon [of]="dots" />
          </button>
          <ng-template #menu>
            <div class="menu" cdkMenu>
              <button
                type="button"
                class="menu-item"
                cdkMenuItem
                (cdkMenuItemTriggered)="switchTo(value, !value.is_enabled)"
              >
                <app-icon [of]="value.is_enabled ? pause : play" [size]="16" />{{
                  t(value.is_enabled ? 'developers.webhooks.pause' : 'developers.webhooks.resume')
                }}
              </button>
              <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="rotate(value)">
                <app-icon [of]="key" [size]="16" />{{ t('developers.webhooks.rotate') }}
              </button>
              <div class="menu-line"></div>
              <button
                type="button"
                class="menu-item danger"
                cdkMenuItem
                (cdkMenuItemTriggered)="remove(value)"
              >
                <app-icon [of]="bin" [size]="16" />{{ t('action.delete') }}
              </button>
            </div>
          </ng-template>
        }
      }
    </app-page-header>
    @if (webhook.value(); as value) {
      <app-webhook-notice [of]="value" [canWrite]="canWrite()" (resumed)="switchTo(value, true)" />
      <app-webhook-facts [of]="value" />
      <app-webhook-deliveries [webhookId]="value.id" [canWrite]="canWrite()" />
      <app-webhook-verification />
    } @else if (webhook.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="webhook.reload()" />
    } @else {
      <app-skeleton [height]="120" />
      <app-skeleton [height]="320" />
    }
  </div>`,
})
export class WebhookPage {
  /** From the address. */
  readonly webhookId = input.required<string>();
  readonly #calls = inject(WebhookCalls);
  readonly #dialogs = inject(Dialogs);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly canWrite = computed(() => this.#session.can('webhooks:write'));
  protected readonly webhook = loading('getWebhook', () => ({ params: { webhook_id: this.webhookId() } }));
  protected readonly title = computed(() => {
    const webhook = this.webhook.value();
    if (webhook === undefined) return this.t('developers.webhooks.one');
    return webhook.description === '' ? new URL(webhook.url).host : webhook.description;
  });
  protected readonly back = computed(() => ({
    path: '/developers/webhooks',
    label: this.t('developers.webhooks.title'),
  }));
  protected readonly dots = Ellipsis;
  protected readonly send = Send;
  protected readonly pencil = Pencil;
  protected readonly pause = Pause;
  protected readonly play = Play;
  protected readonly key = KeyRound;
  protected readonly bin = Trash2;

  constructor() {
    pageTitle(() => (this.webhook.value() === undefined ? undefined : this.title()));
  }

  protected async test(webhook: Webhook): Promise<void> {
    try {
      const deliveryId = await this.#calls.test(webhook.id);
      await this.#dialogs.open(
        () => import('./webhook-delivery-dialog.ts').then((m) => m.WebhookDeliveryDialog),
        { webhookId: webhook.id, deliveryId, canWrite: true },
      );
      this.webhook.reload();
    } catch (error) {
      this.#toasts.failed(error);
    }
  }

  protected async edit(webhook: Webhook): Promise<void> {
    const id = await this.#dialogs.open<string>(
      () => import('./webhook-dialog.ts').then((m) => m.WebhookDialog),
      webhook,
    );
    if (id === undefined) return;
    this.webhook.reload();
    this.#toasts.done(this.t('developers.webhooks.saved'));
  }

  protected async switchTo(webhook: Webhook, isEnabled: boolean): Promise<void> {
    const before = this.webhook.put({ ...webhook, is_enabled: isEnabled, pause_reason: 'by_hand' });
    try {
      this.webhook.put(await this.#calls.change(webhook.id, { is_enabled: isEnabled }));
      this.#toasts.done(this.t(isEnabled ? 'developers.webhooks.resumed' : 'developers.webhooks.paused'));
    } catch (error) {
      if (before !== undefined) this.webhook.put(before);
      this.#toasts.failed(error);
    }
  }

  protected async rotate(webhook: Webhook): Promise<void> {
    await this.#dialogs.open(() => import('./rotate-secret.ts').then((m) => m.RotateSecret), webhook.id);
    this.webhook.reload();
  }

  protected async remove(webhook: Webhook): Promise<void> {
    const isSure = await this.#dialogs.ask({
      title: this.t('developers.webhooks.delete_title', { name: this.title() }),
      text: this.t('developers.webhooks.delete_text'),
      action: this.t('developers.webhooks.delete'),
    });
    if (!isSure) return;
    try {
      await this.#calls.delete(webhook.id);
      this.#toasts.done(this.t('developers.webhooks.deleted'));
      await this.#router.navigateByUrl('/developers/webhooks');
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
