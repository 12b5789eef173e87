import { Component, computed, inject, input, output, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import { Api } from '../../../shared/data/api.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { UsableDomain } from '../data/welcome-state.ts';

/** Third step: the first alias, with a name that was thought of, or a random one. */
@Component({
  selector: 'app-alias-step',
  imports: [Field, FieldControl, FormFailure, FormField, FormRoot],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<p class="prose m-0 text-muted">{{ t('onboarding.alias.text') }}</p>
    @if (usable().length === 0) {
      <p class="callout warning m-0">{{ t('onboarding.alias.no_domain') }}</p>
      <div>
        <button type="button" class="btn plain" (click)="skipped.emit()">{{ t('onboarding.skip') }}</button>
      </div>
    } @else {
      @if (!hasMailbox()) {
        <p class="callout warning m-0">{{ t('onboarding.alias.no_mailbox') }}</p>
      }
      <form class="grid gap-4" [formRoot]="form" (submit)="create()">
        <div class="grid gap-3 sm:grid-cols-[minmax(0,220px)_auto_minmax(0,260px)]">
          <app-field [label]="t('onboarding.alias.local_part')" [of]="form.localPart()">
            <input
              class="input mono"
              autocapitalize="off"
              autocomplete="off"
              spellcheck="false"
              placeholder="shop"
              appFieldControl
              [formField]="form.localPart"
            />
          </app-field>
          <span class="hidden pt-[33px] text-muted sm:block" aria-hidden="true">&#64;</span>
          <app-field [label]="t('onboarding.alias.domain')" [of]="form.domainId()">
            <select class="input" appFieldControl [formField]="form.domainId">
              @for (each of usable(); track each.id) {
                <option [value]="each.id">{{ each.name }}</option>
              }
            </select>
          </app-field>
        </div>
        <app-form-failure [of]="submission.failure()" />
        <div class="flex flex-wrap gap-2">
          <button type="submit" class="btn primary" [disabled]="submission.isSending()">
            {{ t('onboarding.alias.action') }}
          </button>
          <button type="button" class="btn" [disabled]="isMaking()" (click)="createRandom()">
            {{ t('onboarding.alias.random') }}
          </button>
          <button type="button" class="btn plain" (click)="skipped.emit()">{{ t('onboarding.skip') }}</button>
        </div>
      </form>
    }`,
})
export class AliasStep {
  readonly usable = input.required<readonly UsableDomain[]>();
  readonly hasMailbox = input.required<boolean>();
  readonly changed = output();
  readonly skipped = output();
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly isMaking = signal(false);
  protected readonly form = form(signal({ localPart: '', domainId: '' }), (path) => {
    required(path.localPart);
    maxLength(path.localPart, 64);
    pattern(path.localPart, /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/u);
  });
  /** Until one is chosen, the first: own domains come before shared ones. */
  readonly #domainId = computed(() => this.form.domainId().value() || this.usable()[0]?.id);

  protected async create(): Promise<void> {
    const isTaken = await this.submission.send(this.form, async () => {
      const localPart = this.form().value().localPart.trim();
      await this.#api.call('createAlias', {
        body: { local_part: localPart, domain_id: this.#domainId() },
      });
    });
    if (isTaken) this.changed.emit();
  }

  protected async createRandom(): Promise<void> {
    this.isMaking.set(true);
    try {
      await this.#api.call('createAlias', { body: { style: 'words', domain_id: this.#domainId() } });
      this.changed.emit();
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    } finally {
      this.isMaking.set(false);
    }
  }
}
