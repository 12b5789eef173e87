import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import type { EventType } from '@smtpy/contract/web';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { WebhookCalls, type Webhook, type WebhookInput } from '../data/webhooks.ts';
import { EventChoice } from '../ui/event-choice.ts';
import { ShownSecret } from '../ui/shown-secret.ts';

/** Makes a webhook, or changes the one that is given. Closed with its id; after making one it shows the secret first. */
@Component({
  selector: 'app-webhook-dialog',
  imports: [
    Choice,
    DialogActions,
    DialogFrame,
    EventChoice,
    Field,
    FieldControl,
    FormField,
    FormFailure,
    FormRoot,
    ShownSecret,
  ],
  template: `<form class="contents" [formRoot]="form" (submit)="save()">
    <app-dialog-frame [title]="title()" [isWide]="true">
      @if (made(); as webhook) {
        <app-shown-secret [secret]="webhook.secret" />
      } @else {
        <div class="grid gap-5">
          <app-field
            [label]="t('developers.webhooks.url')"
            [help]="t('developers.webhooks.url_help')"
            [of]="form.url()"
          >
            <input
              class="input mono"
              type="url"
              inputmode="url"
              autocomplete="off"
              placeholder="https://"
              cdkFocusInitial
              appFieldControl
              [formField]="form.url"
            />
          </app-field>
          <app-field
            [label]="t('developers.webhooks.description')"
            [help]="t('developers.webhooks.description_help')"
            [of]="form.description()"
          >
            <input class="input" autocomplete="off" appFieldControl [formField]="form.description" />
          </app-field>
          <app-choice
            [label]="t('developers.webhooks.events')"
            [choices]="extents()"
            [value]="extent()"
            (chosen)="extent.set($event)"
          />
          @if (extent() === 'all') {
            <p class="m-0 text-muted">{{ t('developers.webhooks.everything_text') }}</p>
          } @else {
            <app-event-choice [chosen]="chosen()" (toggled)="toggle($event)" />
            @if (lacksTypes()) {
              <p class="m-0 text-red" role="alert">{{ t('developers.webhooks.no_type') }}</p>
            }
          }
          <app-form-failure [of]="submission.failure()" />
        </div>
      }
      <ng-container ngProjectAs="[foot]">
        @if (made(); as webhook) {
          <button type="button" class="btn primary" (click)="ref.close(webhook.id)">
            {{ t('developers.webhooks.kept') }}
          </button>
        } @else {
          <app-dialog-actions
            [action]="t(data ? 'action.save' : 'developers.webhooks.create')"
            [isDisabled]="submission.isSending()"
          />
        }
      </ng-container>
    </app-dialog-frame>
  </form>`,
})
export class WebhookDialog {
  readonly #calls = inject(WebhookCalls);
  protected readonly data = inject<Webhook | null | undefined>(DIALOG_DATA) ?? undefined;
  protected readonly ref = inject<DialogRef<string>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly made = signal<{ readonly id: string; readonly secret: string } | undefined>(undefined);
  protected readonly extent = signal<'all' | 'some'>(
    (this.data?.event_types ?? null) === null ? 'all' : 'some',
  );
  protected readonly chosen = signal<ReadonlySet<EventType>>(new Set(this.data?.event_types ?? []));
  protected readonly lacksTypes = signal(false);
  protected readonly form = form(
    signal({ url: this.data?.url ?? '', description: this.data?.description ?? '' }),
    (path) => {
      required(path.url);
      pattern(path.url, /^\s*https:\/\/\S+\s*$/iu, { message: () => this.t('developers.webhooks.url_help') });
      maxLength(path.url, 2_000);
      maxLength(path.description, 200);
    },
  );
  protected readonly extents = computed(() => [
    { value: 'all' as const, label: this.t('developers.webhooks.everything') },
    { value: 'some' as const, label: this.t('developers.webhooks.some') },
  ]);
  protected readonly title = computed(() => {
    if (this.made() !== undefined) return this.t('developers.webhooks.secret');
    return this.t(this.data ? 'developers.webhooks.edit' : 'developers.webhooks.create');
  });

  protected toggle(type: EventType): void {
    const next = new Set(this.chosen());
    if (!next.delete(type)) next.add(type);
    this.chosen.set(next);
    this.lacksTypes.set(false);
  }

  protected async save(): Promise<void> {
    if (this.made() !== undefined) return;
    this.lacksTypes.set(this.extent() === 'some' && this.chosen().size === 0);
    if (this.lacksTypes()) return;
    const { url, description } = this.form().value();
    const types = this.extent() === 'all' ? null : [...this.chosen()];
    const input: WebhookInput = { url: url.trim(), description: description.trim(), event_types: types };
    const old = this.data;
    const isTaken = await this.submission.send(this.form, async () => {
      if (old === undefined) this.made.set(await this.#calls.create(input));
      else await this.#calls.change(old.id, input);
    });
    if (isTaken && old !== undefined) this.ref.close(old.id);
  }
}
