import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { email, form, FormField, FormRoot, readonly, required } from '@angular/forms/signals';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Switch } from '../../../shared/ui/switch.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain, DomainView } from '../data/domain-view.ts';

/** What a domain may wish beyond the usual: MTA-STS and reports on TLS. */
@Component({
  selector: 'app-extras',
  imports: [Choice, Field, FieldControl, FormFailure, FormField, FormRoot, Switch],
  host: { class: 'grid gap-5' },
  template: `<div class="flex items-start gap-3">
      <app-switch
        class="mt-0.5"
        [isOn]="domain().wants_mta_sts"
        [label]="t('domains.extras.mta_sts')"
        [isDisabled]="!mayChange()"
        (flipped)="view().change({ wants_mta_sts: $event })"
      />
      <div class="grid min-w-0 gap-2">
        <div>
          <p class="m-0 font-medium">{{ t('domains.extras.mta_sts') }}</p>
          <p class="prose m-0 text-[13px] text-muted">{{ t('domains.extras.mta_sts_text') }}</p>
        </div>
        @if (domain().wants_mta_sts) {
          <div class="flex flex-wrap items-center gap-3">
            <app-choice
              [label]="t('domains.extras.mode')"
              [hidesLabel]="true"
              [choices]="modes()"
              [value]="domain().mta_sts_mode"
              [isDisabled]="!mayChange()"
              (chosen)="view().change({ mta_sts_mode: $event })"
            />
            <span class="text-[13px] text-muted">{{
              t('domains.extras.' + domain().mta_sts_mode + '_text')
            }}</span>
          </div>
        }
      </div>
    </div>
    <div class="flex items-start gap-3">
      <app-switch
        class="mt-0.5"
        [isOn]="isReportsOpen()"
        [label]="t('domains.extras.tls_rpt')"
        [isDisabled]="!mayChange()"
        (flipped)="flipReports($event)"
      />
      <div class="grid min-w-0 flex-1 gap-2">
        <div>
          <p class="m-0 font-medium">{{ t('domains.extras.tls_rpt') }}</p>
          <p class="prose m-0 text-[13px] text-muted">{{ t('domains.extras.tls_rpt_text') }}</p>
        </div>
        @if (isReportsOpen()) {
          <form class="grid max-w-[480px] gap-2" [formRoot]="form" (submit)="saveAddress()">
            <app-field [label]="t('domains.extras.address')" [of]="form.tls_rpt_address()">
              <span class="flex gap-2">
                <input
                  class="input mono"
                  type="email"
                  autocomplete="email"
                  spellcheck="false"
                  appFieldControl
                  [formField]="form.tls_rpt_address"
                />
                @if (isAddressChanged() && mayChange()) {
                  <button type="submit" class="btn primary" [disabled]="submission.isSending()">
                    {{ t('action.save') }}
                  </button>
                }
              </span>
            </app-field>
            <app-form-failure [of]="submission.failure()" />
          </form>
        }
      </div>
    </div>`,
})
export class Extras {
  readonly view = input.required<DomainView>();
  readonly domain = input.required<Domain>();
  readonly mayChange = input(false);
  protected readonly t = inject(Words).t;
  protected readonly modes = wordedChoices(['testing', 'enforce'], 'domains.extras.');
  protected readonly submission = createSubmission();
  /** Whether reports were just switched on and have no address yet, so that the server does not know of it. */
  readonly #isBeginning = signal(false);
  protected readonly isReportsOpen = computed(() => this.domain().wants_tls_rpt || this.#isBeginning());
  /** Begins with what the server has; a reload that brings the same keeps what is being typed. */
  readonly #model = linkedSignal({
    source: () => this.domain().tls_rpt_address ?? '',
    computation: (address) => ({ tls_rpt_address: address }),
  });
  protected readonly form = form(this.#model, (path) => {
    required(path.tls_rpt_address);
    email(path.tls_rpt_address);
    readonly(path.tls_rpt_address, { when: () => !this.mayChange() });
  });
  protected readonly isAddressChanged = computed(
    () =>
      !this.domain().wants_tls_rpt ||
      this.#model().tls_rpt_address.trim() !== (this.domain().tls_rpt_address ?? ''),
  );

  protected async flipReports(isWished: boolean): Promise<void> {
    if (!isWished) {
      this.#isBeginning.set(false);
      if (this.domain().wants_tls_rpt) await this.view().change({ wants_tls_rpt: false });
    } else if (this.domain().tls_rpt_address === null) {
      // Reports need an address; the switch shows it being asked for.
      this.#isBeginning.set(true);
    } else {
      await this.view().change({ wants_tls_rpt: true });
    }
  }

  protected async saveAddress(): Promise<void> {
    await this.submission.send(this.form, async () => {
      await this.view().save({ wants_tls_rpt: true, tls_rpt_address: this.#model().tls_rpt_address.trim() });
      this.#isBeginning.set(false);
    });
  }
}
