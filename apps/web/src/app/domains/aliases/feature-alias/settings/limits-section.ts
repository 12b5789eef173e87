import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { form, FormField, FormRoot, disabled, max, min } from '@angular/forms/signals';
import { createSubmission } from '../../../../shared/data/submission.ts';
import { Field } from '../../../../shared/ui/field.ts';
import { FieldControl } from '../../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../../shared/util/toast-list.ts';
import { Words } from '../../../../shared/util/words.ts';
import { AliasInHand } from '../../data/alias-in-hand.ts';
import { SettingsButtons } from '../../ui/settings-buttons.ts';
import { SettingsSection } from '../../ui/settings-section.ts';
import type { Alias } from '../../util/alias.ts';
import { isSame } from '../../util/is-same.ts';
import { fromLocalTime, toLocalTime } from '../../util/local-time.ts';

/** The largest number that the server takes. */
const mostMessages = 2_147_483_647;

/** When an alias ends by itself: on a day, or after so many messages. */
@Component({
  selector: 'app-limits-section',
  imports: [Field, FieldControl, FormField, FormFailure, FormRoot, SettingsButtons, SettingsSection],
  template: `<form [formRoot]="form" (submit)="save()">
    <app-settings-section [title]="t('aliases.settings.limits')" [text]="t('aliases.settings.limits_text')">
      <div class="grid gap-5 sm:grid-cols-2">
        <app-field
          [label]="t('aliases.settings.expires_at')"
          [help]="t('aliases.settings.expires_at_text')"
          [of]="form.expires_at()"
        >
          <input class="input" type="datetime-local" appFieldControl [formField]="form.expires_at" />
        </app-field>
        <app-field
          [label]="t('aliases.settings.messages_left')"
          [help]="t('aliases.settings.messages_left_text')"
          [of]="form.messages_left()"
        >
          <input
            class="input tabular"
            type="number"
            inputmode="numeric"
            step="1"
            appFieldControl
            [formField]="form.messages_left"
          />
        </app-field>
      </div>
      <app-form-failure [of]="submission.failure()" />
      @if (isChanged()) {
        <app-settings-buttons foot [isDisabled]="submission.isSending()" (discarded)="reset()" />
      }
    </app-settings-section>
  </form>`,
})
export class LimitsSection {
  readonly alias = input.required<Alias>();
  protected readonly hand = inject(AliasInHand);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  readonly #stored = computed(
    () => ({
      expires_at: toLocalTime(this.alias().expires_at),
      messages_left: this.alias().messages_left,
    }),
    { equal: isSame },
  );
  readonly #model = linkedSignal(() => this.#stored());
  protected readonly form = form(this.#model, (path) => {
    min(path.messages_left, 0);
    max(path.messages_left, mostMessages);
    disabled(path, { when: () => !this.hand.canWrite() });
  });
  protected readonly isChanged = computed(() => !isSame(this.#model(), this.#stored()));

  protected reset(): void {
    this.form().reset(this.#stored());
  }

  protected async save(): Promise<void> {
    const { expires_at: expiresAt, messages_left: left } = this.#model();
    // What was not touched is not sent: messages that come meanwhile go on counting.
    const isTimeChanged = expiresAt !== this.#stored().expires_at;
    const isNumberChanged = left !== this.#stored().messages_left;
    const isTaken = await this.submission.send(this.form, () =>
      this.hand.save({
        ...(isTimeChanged && { expires_at: fromLocalTime(expiresAt) }),
        ...(isNumberChanged && { messages_left: left === null ? null : Math.trunc(left) }),
      }),
    );
    if (!isTaken) return;
    this.reset();
    this.#toasts.done(this.t('aliases.settings.saved'));
  }
}
