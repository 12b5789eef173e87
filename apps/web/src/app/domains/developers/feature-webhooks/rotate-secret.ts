import { Component, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { WebhookCalls } from '../data/webhooks.ts';
import { ShownSecret } from '../ui/shown-secret.ts';

/** Replaces the secret of the webhook whose id is given, and shows the new one this once. */
@Component({
  selector: 'app-rotate-secret',
  imports: [DialogFrame, FormFailure, ShownSecret],
  template: `<app-dialog-frame [title]="t('developers.webhooks.rotate')">
    @if (secret(); as text) {
      <app-shown-secret [secret]="text" />
    } @else {
      <div class="grid gap-4">
        <p class="m-0 text-muted">{{ t('developers.webhooks.rotate_text') }}</p>
        <app-form-failure [of]="failure()" />
      </div>
    }
    <ng-container ngProjectAs="[foot]">
      @if (secret()) {
        <button type="button" class="btn primary" (click)="ref.close()">
          {{ t('developers.webhooks.kept') }}
        </button>
      } @else {
        <button type="button" class="btn" (click)="ref.close()">{{ t('action.cancel') }}</button>
        <button type="button" class="btn primary" [disabled]="isSending()" (click)="rotate()">
          {{ t('developers.webhooks.rotate') }}
        </button>
      }
    </ng-container>
  </app-dialog-frame>`,
})
export class RotateSecret {
  readonly #id = inject<string>(DIALOG_DATA);
  readonly #calls = inject(WebhookCalls);
  protected readonly ref = inject<DialogRef<undefined>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly secret = signal<string | undefined>(undefined);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isSending = signal(false);

  protected async rotate(): Promise<void> {
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      this.secret.set((await this.#calls.rotateSecret(this.#id)).secret);
    } catch (error) {
      this.failure.set(toFailure(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
