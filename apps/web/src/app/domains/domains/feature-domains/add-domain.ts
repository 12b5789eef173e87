import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, FormRoot, required, validate } from '@angular/forms/signals';
import { DialogRef } from '@angular/cdk/dialog';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { parseTypedDomain } from '../util/domain-name.ts';

/** Adds a domain; closed with it. */
@Component({
  selector: 'app-add-domain',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormFailure, FormField, FormRoot],
  template: `<app-dialog-frame [title]="t('domains.add.title')">
    <form id="add-domain" class="grid gap-4" [formRoot]="form" (submit)="add()">
      <app-field [label]="t('domains.add.name')" [help]="t('domains.add.help')" [of]="form.name()">
        <input
          class="input mono"
          inputmode="url"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder="example.com"
          appFieldControl
          [formField]="form.name"
        />
      </app-field>
      @if (international(); as ascii) {
        <p class="m-0 text-[13px] text-muted">
          {{ t('domains.add.international') }} <code class="break-all">{{ ascii }}</code>
        </p>
      }
      <ol class="m-0 grid gap-1.5 pl-5 text-muted list-decimal">
        <li>{{ t('domains.add.next_records') }}</li>
        <li>{{ t('domains.add.next_check') }}</li>
        <li>{{ t('domains.add.next_aliases') }}</li>
      </ol>
      <app-form-failure [of]="submission.failure()" />
    </form>
    <app-dialog-actions
      foot
      form="add-domain"
      [action]="t('domains.add.action')"
      [isDisabled]="submission.isSending()"
    />
  </app-dialog-frame>`,
})
export class AddDomain {
  readonly #api = inject(Api);
  readonly #ref = inject<DialogRef<ItemOf<'listDomains'>>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ name: '' }), (path) => {
    required(path.name);
    validate(path.name, ({ value }) => {
      const typed = parseTypedDomain(value());
      if (typed.kind !== 'wrong') return undefined;
      return { kind: 'domain', message: this.t(`domains.add.fault.${typed.fault}`) };
    });
  });
  readonly #typed = computed(() => parseTypedDomain(this.form.name().value()));
  /** How DNS writes a name with other letters than ASCII has. */
  protected readonly international = computed(() => {
    const typed = this.#typed();
    return typed.kind === 'name' && typed.isInternational ? typed.ascii : undefined;
  });

  protected async add(): Promise<void> {
    await this.submission.send(this.form, async () => {
      const typed = this.#typed();
      const name = typed.kind === 'name' ? typed.ascii : this.form.name().value();
      this.#ref.close(await this.#api.call('createDomain', { body: { name } }));
    });
  }
}
