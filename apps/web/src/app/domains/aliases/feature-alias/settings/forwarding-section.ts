import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { toFailure, type Failure } from '../../../../shared/data/failure.ts';
import { ChoiceList } from '../../../../shared/ui/choice-list.ts';
import { FormFailure } from '../../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../../shared/util/toast-list.ts';
import { explainedChoices } from '../../../../shared/util/worded-choices.ts';
import { Words } from '../../../../shared/util/words.ts';
import { AliasInHand } from '../../data/alias-in-hand.ts';
import { MailboxPicker } from '../../ui/mailbox-picker.ts';
import { SettingsButtons } from '../../ui/settings-buttons.ts';
import { SettingsSection } from '../../ui/settings-section.ts';
import { aliasModes, type Alias, type AliasMode, type MailboxOfAlias } from '../../util/alias.ts';
import { isSame } from '../../util/is-same.ts';

/** Where mail goes, and how. */
@Component({
  selector: 'app-forwarding-section',
  imports: [ChoiceList, FormFailure, MailboxPicker, SettingsButtons, SettingsSection],
  template: `<app-settings-section
    [title]="t('aliases.settings.forwarding')"
    [text]="t('aliases.settings.forwarding_text')"
  >
    <div class="grid gap-2">
      <h3 class="m-0">{{ t('aliases.column.mailboxes') }}</h3>
      <app-mailbox-picker
        [attr.aria-label]="t('aliases.column.mailboxes')"
        [isDisabled]="!hand.canWrite()"
        [(value)]="mailboxes"
      />
      @if (mailboxes().length === 0) {
        <p class="m-0 text-[13px] text-red" role="alert">{{ t('aliases.settings.one_mailbox') }}</p>
      }
    </div>
    <app-choice-list
      [label]="t('aliases.filter.mode')"
      [choices]="choices()"
      [value]="mode()"
      [isDisabled]="!hand.canWrite()"
      (chosen)="mode.set($event)"
    />
    <app-form-failure [of]="failure()" />
    @if (isChanged()) {
      <app-settings-buttons
        foot
        [isDisabled]="isSaving() || mailboxes().length === 0"
        (discarded)="reset()"
        (saved)="save()"
      />
    }
  </app-settings-section>`,
})
export class ForwardingSection {
  readonly alias = input.required<Alias>();
  protected readonly hand = inject(AliasInHand);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly isSaving = signal(false);
  protected readonly failure = signal<Failure | undefined>(undefined);
  readonly #stored = computed(() => ({ mailboxes: this.alias().mailboxes, mode: this.alias().mode }), {
    equal: isSame,
  });
  protected readonly mailboxes = linkedSignal<readonly MailboxOfAlias[]>(() => this.#stored().mailboxes);
  protected readonly mode = linkedSignal<AliasMode>(() => this.#stored().mode);
  protected readonly isChanged = computed(
    () =>
      this.mode() !== this.#stored().mode || !isSame(ids(this.mailboxes()), ids(this.#stored().mailboxes)),
  );
  protected readonly choices = explainedChoices(aliasModes, (value) => ({
    label: `aliases.mode.${value}.name`,
    text: `aliases.mode.${value}.text`,
  }));

  protected reset(): void {
    this.mailboxes.set(this.#stored().mailboxes);
    this.mode.set(this.#stored().mode);
    this.failure.set(undefined);
  }

  protected async save(): Promise<void> {
    this.isSaving.set(true);
    this.failure.set(undefined);
    try {
      await this.hand.save({ mailbox_ids: this.mailboxes().map(({ id }) => id), mode: this.mode() });
      this.#toasts.done(this.t('aliases.settings.saved'));
    } catch (error) {
      // Expected: a Failure; what was chosen stays.
      this.failure.set(toFailure(error));
    } finally {
      this.isSaving.set(false);
    }
  }
}

function ids(mailboxes: readonly MailboxOfAlias[]): readonly string[] {
  return mailboxes.map(({ id }) => id).sort();
}
