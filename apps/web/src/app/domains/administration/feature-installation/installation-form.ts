import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { form, FormField, FormRoot, max, min, pattern, required } from '@angular/forms/signals';
import { Api } from '../../../shared/data/api.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { ChoiceList } from '../../../shared/ui/choice-list.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFoot } from '../../../shared/ui/form-foot.ts';
import { Section } from '../../../shared/ui/section.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { explainedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import {
  changeOfInstallation,
  formOfInstallation,
  type InstallationValue,
} from '../util/installation-change.ts';

const modes = ['open', 'invitation', 'closed'] as const;
const domainForm = /^\s*(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\s*$/u;

/** Who may register, how much one may have, and from where the service writes. */
@Component({
  selector: 'app-installation-form',
  imports: [ChoiceList, Field, FieldControl, FormField, FormFoot, FormRoot, Section],
  host: { class: 'block' },
  template: `<form class="grid gap-10" [formRoot]="form" (submit)="save()">
    <app-section
      [title]="t('administration.registration.title')"
      [text]="t('administration.registration.text')"
    >
      <app-choice-list
        [label]="t('administration.registration.title')"
        [hidesLabel]="true"
        [choices]="modes()"
        [value]="form.registration().value()"
        (chosen)="form.registration().value.set($event)"
      />
    </app-section>
    <app-section [title]="t('administration.limits.title')" [text]="t('administration.limits.text')">
      <div class="grid gap-4 sm:grid-cols-3">
        <app-field [label]="t('administration.limits.organizations')" [of]="form.organizations_per_user()">
          <input
            class="input tabular"
            type="number"
            appFieldControl
            [formField]="form.organizations_per_user"
          />
        </app-field>
        <app-field [label]="t('administration.limits.members')" [of]="form.members_per_organization()">
          <input
            class="input tabular"
            type="number"
            appFieldControl
            [formField]="form.members_per_organization"
          />
        </app-field>
        <app-field [label]="t('administration.limits.keys')" [of]="form.keys_per_member()">
          <input class="input tabular" type="number" appFieldControl [formField]="form.keys_per_member" />
        </app-field>
      </div>
    </app-section>
    <app-section [title]="t('administration.service.title')" [text]="t('administration.service.text')">
      <app-field
        class="max-w-[440px]"
        [label]="t('administration.service.domain')"
        [help]="t('administration.service.help')"
        [of]="form.service_domain()"
      >
        <input
          class="input mono"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          appFieldControl
          [formField]="form.service_domain"
        />
      </app-field>
    </app-section>
    <app-form-foot [failure]="submission.failure()" [isDisabled]="!isChanged() || submission.isSending()" />
  </form>`,
})
export class InstallationForm {
  readonly of = input.required<InstallationValue>();
  /** As the server has it then. */
  readonly changed = output<InstallationValue>();
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly modes = explainedChoices(modes, (value) => ({
    label: `administration.registration_mode.${value}`,
    text: `administration.registration_text.${value}`,
  }));
  protected readonly submission = createSubmission();
  readonly #model = linkedSignal(() => formOfInstallation(this.of()));
  protected readonly form = form(this.#model, (path) => {
    for (const [field, most] of [
      [path.organizations_per_user, 1_000],
      [path.members_per_organization, 10_000],
      [path.keys_per_member, 1_000],
    ] as const) {
      required(field);
      min(field, 1);
      max(field, most);
    }
    pattern(path.service_domain, domainForm, { message: () => this.t('administration.service.fault') });
  });
  readonly #change = computed(() => changeOfInstallation(this.of(), this.#model()));
  protected readonly isChanged = computed(() => Object.keys(this.#change()).length > 0);

  protected async save(): Promise<void> {
    const body = this.#change();
    const isTaken = await this.submission.send(this.form, async () => {
      this.changed.emit(await this.#api.call('changeSettings', { body }, { isPersonal: true }));
    });
    if (isTaken) this.#toasts.done(this.t('administration.saved'));
  }
}
