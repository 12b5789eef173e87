import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { ApiKeys, type ApiKey } from '../data/api-keys.ts';
import { ShownKey } from '../ui/shown-key.ts';
import { isExpired, renewedExpiry } from '../util/key-expiry.ts';

/** Replaces a key by another one that may the same; the old one works for a day more. */
@Component({
  selector: 'app-replace-key',
  imports: [DialogFrame, FormFailure, ShownKey],
  template: `<app-dialog-frame
    [title]="t(made() ? 'developers.keys.made' : 'developers.keys.replace')"
    [isWide]="true"
  >
    @if (made(); as key) {
      <div class="grid gap-4">
        <app-shown-key [key]="key" />
        @if (isRetired() && !hasEnded) {
          <p class="m-0 text-muted">{{ t('developers.keys.replaced') }}</p>
        }
        @if (failure()) {
          <p class="m-0 text-red">{{ t('developers.keys.not_retired') }}</p>
          <app-form-failure [of]="failure()" />
        }
      </div>
    } @else {
      <div class="grid gap-4">
        <p class="m-0">{{ t('developers.keys.replace_text', { name: key.name }) }}</p>
        <dl class="facts m-0">
          <dt>{{ t('developers.keys.new_ends') }}</dt>
          <dd>{{ ends() }}</dd>
          <dt>{{ t('developers.keys.old_ends') }}</dt>
          <dd>{{ t(hasEnded ? 'developers.keys.ended' : 'developers.keys.in_a_day') }}</dd>
        </dl>
        <app-form-failure [of]="failure()" />
      </div>
    }
    <ng-container ngProjectAs="[foot]">
      @if (made()) {
        <button type="button" class="btn primary" (click)="ref.close()">
          {{ t('developers.keys.kept') }}
        </button>
      } @else {
        <button type="button" class="btn" (click)="ref.close()">{{ t('action.cancel') }}</button>
        <button type="button" class="btn primary" [disabled]="isSending()" (click)="replace()">
          {{ t('developers.keys.replace') }}
        </button>
      }
    </ng-container>
  </app-dialog-frame>`,
})
export class ReplaceKey {
  protected readonly key = inject<ApiKey>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<undefined>>(DialogRef);
  readonly #keys = inject(ApiKeys);
  readonly #formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly made = signal<string | undefined>(undefined);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isSending = signal(false);
  protected readonly isRetired = signal(false);
  protected readonly hasEnded = isExpired(this.key.expires_at, Date.now());
  readonly #expiresAt = renewedExpiry(this.key, Date.now());
  protected readonly ends = computed(() =>
    this.#expiresAt === null ? this.t('developers.keys.never') : this.#formats.date(this.#expiresAt),
  );

  protected async replace(): Promise<void> {
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      const { name, scopes } = this.key;
      const { key } = await this.#keys.create({ name, scopes, expires_at: this.#expiresAt });
      // Shown before anything else can fail: it is there this once.
      this.made.set(key);
      await this.#keys.retire(this.key);
      this.isRetired.set(true);
    } catch (error) {
      this.failure.set(toFailure(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
