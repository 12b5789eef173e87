import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, validate } from '@angular/forms/signals';
import { createSubmission } from '../../../shared/data/submission.ts';
import { ChoiceList } from '../../../shared/ui/choice-list.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { explainedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain, DomainView } from '../data/domain-view.ts';
import { MailboxChoice } from './mailbox-choice.ts';

type Mode = Domain['catch_all']['mode'];
interface Model {
  readonly mode: Mode;
  readonly pattern: string;
  readonly mailboxes: readonly string[];
}

/** What happens to mail for addresses that nobody made. */
@Component({
  selector: 'app-catch-all',
  imports: [ChoiceList, Field, FieldControl, FormFailure, FormField, FormRoot, MailboxChoice],
  host: { class: 'card padded block' },
  template: `<form class="grid gap-4" [formRoot]="form" (submit)="save()">
    <div class="grid gap-0.5">
      <h2 class="m-0" id="catch-all">{{ t('domains.catch_all.title') }}</h2>
      <p class="prose m-0 text-muted">{{ t('domains.catch_all.text') }}</p>
    </div>
    <fieldset
      class="m-0 grid min-w-0 gap-4 border-0 p-0"
      aria-labelledby="catch-all"
      [disabled]="!mayChange()"
    >
      <app-choice-list
        [label]="t('domains.catch_all.title')"
        [hidesLabel]="true"
        [choices]="modes()"
        [value]="model().mode"
        (chosen)="change({ mode: $event })"
      />
      @if (model().mode !== 'off') {
        <app-mailbox-choice
          [chosen]="model().mailboxes"
          [fault]="mailboxFault()"
          (changed)="change({ mailboxes: $event })"
        />
        <app-field
          class="max-w-[480px]"
          [label]="t('domains.catch_all.pattern')"
          [help]="t('domains.catch_all.pattern_help')"
          [of]="form.pattern()"
          [fault]="patternFault()"
        >
          <input
            class="input mono"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            [placeholder]="t('domains.catch_all.pattern_any')"
            appFieldControl
            [formField]="form.pattern"
          />
        </app-field>
      }
    </fieldset>
    @if (!patternFault()) {
      <app-form-failure [of]="submission.failure()" />
    }
    @if (isChanged() && mayChange()) {
      <div class="flex flex-wrap gap-2">
        <button type="submit" class="btn primary" [disabled]="submission.isSending()">
          {{ t('action.save') }}
        </button>
        <button type="button" class="btn" (click)="reset()">{{ t('action.cancel') }}</button>
      </div>
    }
  </form>`,
})
export class CatchAll {
  readonly view = input.required<DomainView>();
  readonly domain = input.required<Domain>();
  readonly mayChange = input(false);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly modes = explainedChoices(['off', 'forward', 'create'], (value) => ({
    label: `domains.catch_all.${value}`,
    text: `domains.catch_all.${value}_text`,
  }));
  protected readonly submission = createSubmission();
  readonly #saved = computed(() => toModel(this.domain().catch_all), {
    equal: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });
  /** Begins with what the server has; a reload that brings the same keeps what is being chosen. */
  protected readonly model = linkedSignal<Model>(() => this.#saved());
  protected readonly form = form(this.model, (path) => {
    maxLength(path.pattern, 500);
    validate(path.mailboxes, ({ value, valueOf }) =>
      valueOf(path.mode) !== 'off' && value().length === 0
        ? { kind: 'mailboxes', message: this.t('domains.catch_all.mailboxes_needed') }
        : undefined,
    );
  });
  readonly #wasSent = signal(false);
  protected readonly mailboxFault = computed(() =>
    this.#wasSent() ? this.form.mailboxes().errors()[0]?.message : undefined,
  );
  protected readonly patternFault = computed(() => this.submission.failure()?.faultOf('catch_all.pattern'));
  protected readonly isChanged = computed(
    () => JSON.stringify(this.model()) !== JSON.stringify(this.#saved()),
  );

  protected change(change: Partial<Model>): void {
    this.model.update((model) => ({ ...model, ...change }));
  }

  protected reset(): void {
    this.#wasSent.set(false);
    this.model.set(this.#saved());
  }

  protected async save(): Promise<void> {
    this.#wasSent.set(true);
    const { mode, pattern, mailboxes } = this.model();
    const isTaken = await this.submission.send(this.form, () =>
      this.view().save({
        catch_all: {
          mode,
          // What is hidden while it is off stays as it was.
          ...(mode !== 'off' && {
            pattern: pattern.trim() === '' ? null : pattern.trim(),
            mailboxes: [...mailboxes],
          }),
        },
      }),
    );
    if (!isTaken) return;
    this.#wasSent.set(false);
    this.#toasts.done(this.t(`domains.catch_all.saved_${mode}`));
  }
}

function toModel({ mode, pattern, mailboxes }: Domain['catch_all']): Model {
  return { mode, pattern: pattern ?? '', mailboxes: mailboxes.toSorted() };
}
