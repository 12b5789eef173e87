import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { disabled, form, FormField, FormRoot, max, maxLength, min, required } from '@angular/forms/signals';
import { createSubmission } from '../../../shared/data/submission.ts';
import { ChoiceList } from '../../../shared/ui/choice-list.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFoot } from '../../../shared/ui/form-foot.ts';
import { Section } from '../../../shared/ui/section.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { explainedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnOrganization, type OrganizationValue } from '../data/own-organization.ts';
import { changeOfOrganization, formOfOrganization } from '../util/organization-change.ts';

const privacyLevels = ['full', 'domain', 'none'] as const;

/** Name, privacy, retention and digest. */
@Component({
  selector: 'app-organization-form',
  imports: [ChoiceList, Field, FieldControl, FormField, FormFoot, FormRoot, Section],
  host: { class: 'block' },
  template: `<form class="grid gap-10" [formRoot]="form" (submit)="save()">
    <app-section [title]="t('settings.organization.title')" [text]="t('settings.organization.text')">
      <app-field
        class="max-w-[440px]"
        [label]="t('settings.organization.name')"
        [help]="of().is_personal ? t('settings.organization.personal') : ''"
        [of]="form.name()"
      >
        <input class="input" autocomplete="off" appFieldControl [formField]="form.name" />
      </app-field>
    </app-section>
    <app-section [title]="t('settings.privacy.title')" [text]="t('settings.privacy.text')">
      <app-choice-list
        [label]="t('settings.privacy.title')"
        [hidesLabel]="true"
        [choices]="levels()"
        [value]="form.privacy_level().value()"
        [isDisabled]="!canChange()"
        (chosen)="form.privacy_level().value.set($event)"
      />
    </app-section>
    <app-section [title]="t('settings.retention.title')" [text]="t('settings.retention.text')">
      <div class="grid gap-3">
        <label class="check">
          <input type="checkbox" [formField]="form.isRetentionLimited" />
          <span>{{ t('settings.retention.limited') }}</span>
        </label>
        @if (form.isRetentionLimited().value()) {
          <app-field
            class="max-w-[220px] pl-7"
            [label]="t('settings.retention.days')"
            [help]="t('settings.retention.days_help')"
            [of]="form.retention_days()"
          >
            <input
              class="input tabular"
              type="number"
              inputmode="numeric"
              appFieldControl
              [formField]="form.retention_days"
            />
          </app-field>
        }
      </div>
    </app-section>
    <app-section [title]="t('settings.digest.title')" [text]="t('settings.digest.text')">
      <label class="check">
        <input type="checkbox" [formField]="form.wants_digest" />
        <span>{{ t('settings.digest.wanted') }}</span>
      </label>
    </app-section>
    @if (canChange()) {
      <app-form-foot [failure]="submission.failure()" [isDisabled]="!isChanged() || submission.isSending()" />
    }
  </form>`,
})
export class OrganizationForm {
  readonly of = input.required<OrganizationValue>();
  readonly canChange = input.required<boolean>();
  /** As the server has it then. */
  readonly changed = output<OrganizationValue>();
  readonly #organization = inject(OwnOrganization);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly levels = explainedChoices(privacyLevels, (value) => ({
    label: `settings.privacy.${value}`,
    text: `settings.privacy_text.${value}`,
  }));
  protected readonly submission = createSubmission();
  readonly #model = linkedSignal(() => formOfOrganization(this.of()));
  protected readonly form = form(this.#model, (path) => {
    disabled(path, { when: () => !this.canChange() });
    required(path.name);
    maxLength(path.name, 100);
    required(path.retention_days, { when: ({ valueOf }) => valueOf(path.isRetentionLimited) });
    min(path.retention_days, 1);
    max(path.retention_days, 3_650);
  });
  readonly #change = computed(() => changeOfOrganization(this.of(), this.#model()));
  protected readonly isChanged = computed(() => Object.keys(this.#change()).length > 0);

  protected async save(): Promise<void> {
    const change = this.#change();
    const isTaken = await this.submission.send(this.form, async () => {
      this.changed.emit(await this.#organization.change(change));
    });
    if (isTaken) this.#toasts.done(this.t('settings.saved'));
  }
}
