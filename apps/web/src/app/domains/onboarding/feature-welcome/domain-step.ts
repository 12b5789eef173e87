import { Component, computed, inject, input, output, signal } from '@angular/core';
import { form, FormField, FormRoot, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { Api } from '../../../shared/data/api.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain, UsableDomain } from '../data/welcome-state.ts';

/** First step: the domain of the aliases. A shared one is there already; an own one needs its records, which its page shows. */
@Component({
  selector: 'app-domain-step',
  imports: [Field, FieldControl, FormFailure, FormField, FormRoot, RouterLink, StateChip],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<p class="prose m-0 text-muted">
      {{
        t(shared() === undefined ? 'onboarding.domain.text' : 'onboarding.domain.text_shared', {
          domain: shared()?.name,
        })
      }}
    </p>
    @for (domain of pending(); track domain.id) {
      <div class="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-sunken px-4 py-3">
        <span class="flex min-w-0 flex-wrap items-center gap-2.5"
          ><strong class="mono truncate !text-[13px] font-semibold">{{ domain.unicode_name }}</strong
          ><app-state-chip [of]="domain.state"
        /></span>
        <a class="btn small" [routerLink]="['/domains', domain.id]">{{ t('onboarding.domain.records') }}</a>
        <p class="m-0 w-full text-[13px] text-muted">{{ t('onboarding.domain.pending') }}</p>
      </div>
    }
    <form class="grid gap-4" [formRoot]="form" (submit)="add()">
      <app-field
        [label]="t('onboarding.domain.name')"
        [help]="t('onboarding.domain.help')"
        [of]="form.name()"
      >
        <input
          class="input mono max-w-[360px]"
          inputmode="url"
          autocapitalize="off"
          autocomplete="off"
          spellcheck="false"
          placeholder="my-domain.example"
          appFieldControl
          [formField]="form.name"
        />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
      <div class="flex flex-wrap gap-2">
        <button
          type="submit"
          class="btn"
          [class.primary]="shared() === undefined"
          [disabled]="submission.isSending()"
        >
          {{ t('onboarding.domain.action') }}
        </button>
        @if (shared(); as domain) {
          <button type="button" class="btn primary order-first" (click)="skipped.emit()">
            {{ t('onboarding.domain.use_shared', { domain: domain.name }) }}
          </button>
        } @else {
          <button type="button" class="btn plain" (click)="skipped.emit()">
            {{ t('onboarding.skip') }}
          </button>
        }
      </div>
    </form>`,
})
export class DomainStep {
  readonly usable = input.required<readonly UsableDomain[]>();
  readonly pending = input.required<readonly Domain[]>();
  readonly changed = output();
  readonly skipped = output();
  readonly #api = inject(Api);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ name: '' }), (path) => {
    required(path.name);
  });
  protected readonly shared = computed(() => this.usable().find(({ is_shared: isShared }) => isShared));

  protected async add(): Promise<void> {
    const name = this.form().value().name.trim();
    const isTaken = await this.submission.send(this.form, async () => {
      await this.#api.call('createDomain', { body: { name } });
    });
    if (!isTaken) return;
    this.form().reset({ name: '' });
    this.changed.emit();
  }
}
