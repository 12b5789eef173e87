import { Component, computed, inject, linkedSignal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Section } from '../../../shared/ui/section.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnAccount } from '../data/own-account.ts';
import { usernameForm } from '../util/username.ts';

/** Name and username. */
@Component({
  selector: 'app-profile-card',
  imports: [Field, FieldControl, FormField, FormFailure, FormRoot, Section],
  host: { class: 'block' },
  template: `<app-section [title]="t('settings.profile.title')" [text]="t('settings.profile.text')">
    <form class="grid max-w-[440px] gap-4" [formRoot]="form" (submit)="save()">
      <app-field [label]="t('settings.profile.name')" [of]="form.name()">
        <input class="input" autocomplete="name" appFieldControl [formField]="form.name" />
      </app-field>
      <app-field
        [label]="t('settings.profile.username')"
        [help]="t('settings.profile.username_help')"
        [of]="form.username()"
      >
        <input
          class="input"
          autocomplete="username"
          autocapitalize="off"
          spellcheck="false"
          appFieldControl
          [formField]="form.username"
        />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
      <button
        type="submit"
        class="btn primary justify-self-start"
        [disabled]="!isChanged() || submission.isSending()"
      >
        {{ t('action.save') }}
      </button>
    </form>
  </app-section>`,
})
export class ProfileCard {
  readonly #account = inject(OwnAccount);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  readonly #saved = computed(
    () => ({
      name: this.#session.account()?.name ?? '',
      username: this.#session.account()?.username ?? '',
    }),
    { equal: (a, b) => a.name === b.name && a.username === b.username },
  );
  readonly #model = linkedSignal(this.#saved);
  protected readonly form = form(this.#model, (path) => {
    required(path.name);
    maxLength(path.name, 100);
    // One that was chosen can be changed, and not be taken away.
    required(path.username, { when: () => this.#saved().username !== '' });
    pattern(path.username, usernameForm, { message: () => this.t('settings.profile.username_help') });
  });
  protected readonly isChanged = computed(() => {
    const { name, username } = this.#model();
    return name !== this.#saved().name || username !== this.#saved().username;
  });

  protected async save(): Promise<void> {
    const { name, username } = this.#model();
    const saved = this.#saved();
    const isTaken = await this.submission.send(this.form, () =>
      this.#account.changeProfile({
        ...(name !== saved.name && { name }),
        ...(username !== saved.username && { username }),
      }),
    );
    if (isTaken) this.#toasts.done(this.t('settings.saved'));
  }
}
