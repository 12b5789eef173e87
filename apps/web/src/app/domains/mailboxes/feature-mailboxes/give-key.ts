import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { LoaderCircle, Upload } from 'lucide';
import type { Answer } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { SavedKey } from '../ui/saved-key.ts';
import type { Mailbox } from '../util/mailbox-state.ts';

/** Characters of a key at most, as the contract has it. */
const longestKey = 100_000;

/** Gives a mailbox a PGP key: one that its provider publishes, or one that is pasted. */
@Component({
  selector: 'app-give-key',
  imports: [DialogFrame, Field, FieldControl, FormFailure, FormField, FormRoot, Icon, SavedKey],
  template: `<app-dialog-frame [title]="t('mailboxes.give.title')" [isWide]="true">
    @if (saved(); as saved) {
      <app-saved-key [of]="saved" [address]="mailbox.address" />
    } @else {
      <form id="give-key" class="grid gap-4" [formRoot]="form" (submit)="send()">
        <div class="segments justify-self-start" role="group" [attr.aria-label]="t('mailboxes.give.how')">
          @for (each of ways; track each) {
            <button type="button" [attr.aria-pressed]="way() === each" (click)="way.set(each)">
              {{ t('mailboxes.give.' + each) }}
            </button>
          }
        </div>
        @if (way() === 'find') {
          <p class="prose m-0 text-muted">
            {{ t('mailboxes.give.find_text', { address: mailbox.address }) }}
          </p>
          @if (notFound(); as outcome) {
            <div class="callout warning" role="alert">
              <div class="min-w-0">
                <p class="m-0">{{ t('mailboxes.give.' + outcome.outcome) }}</p>
                @if (outcome.reason; as reason) {
                  <p class="m-0 text-[13px] text-muted" lang="en">{{ reason }}</p>
                }
              </div>
            </div>
          }
        } @else {
          <app-field
            [label]="t('mailboxes.give.key')"
            [help]="t('mailboxes.give.key_help')"
            [of]="form.public_key()"
          >
            <textarea
              class="input mono"
              rows="9"
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
              placeholder="-----BEGIN PGP PUBLIC KEY BLOCK-----"
              appFieldControl
              [formField]="form.public_key"
            ></textarea>
          </app-field>
          <label class="btn small relative justify-self-start">
            <app-icon [of]="upload" [size]="15" />{{ t('mailboxes.give.file') }}
            <input
              type="file"
              class="absolute inset-0 cursor-pointer opacity-0"
              accept=".asc,.txt,.pgp,.gpg,application/pgp-keys"
              (change)="read($event)"
            />
          </label>
        }
        <label class="check">
          <input type="checkbox" [formField]="form.hides_subject" />
          <span class="grid">
            <span class="font-medium">{{ t('mailboxes.give.hide') }}</span>
            <span class="text-[13px] text-muted">{{ t('mailboxes.give.hide_text') }}</span>
          </span>
        </label>
        <app-form-failure [of]="submission.failure()" />
      </form>
    }
    <ng-container foot>
      @if (saved()) {
        <button type="button" class="btn primary" (click)="ref.close()">{{ t('action.close') }}</button>
      } @else {
        <button type="button" class="btn" (click)="ref.close()">{{ t('action.cancel') }}</button>
        <button type="submit" form="give-key" class="btn primary" [disabled]="submission.isSending()">
          @if (submission.isSending()) {
            <app-icon [of]="spinner" [size]="16" class="animate-spin" />
          }
          {{ t(way() === 'find' ? 'mailboxes.give.find_action' : 'mailboxes.give.paste_action') }}
        </button>
      }
    </ng-container>
  </app-dialog-frame>`,
})
export class GiveKey {
  readonly #api = inject(Api);
  protected readonly mailbox = inject<Mailbox>(DIALOG_DATA);
  protected readonly ref = inject(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly spinner = LoaderCircle;
  protected readonly upload = Upload;
  protected readonly ways = ['find', 'paste'] as const;
  protected readonly way = signal<(typeof this.ways)[number]>('find');
  protected readonly submission = createSubmission();
  protected readonly saved = signal<Answer<'putMailboxKey'> | undefined>(undefined);
  readonly #found = signal<Answer<'findMailboxKey'> | undefined>(undefined);
  /** What came of looking for a key where none came. */
  protected readonly notFound = computed(() => {
    const found = this.#found();
    return found === undefined || found.outcome === 'saved' ? undefined : found;
  });
  protected readonly form = form(
    signal({ public_key: '', hides_subject: this.mailbox.key?.hides_subject ?? false }),
    (path) => {
      required(path.public_key, { when: () => this.way() === 'paste' });
      maxLength(path.public_key, longestKey);
    },
  );

  protected async send(): Promise<void> {
    this.#found.set(undefined);
    await this.submission.send(this.form, () => (this.way() === 'find' ? this.#find() : this.#paste()));
  }

  /** Puts what a chosen file holds into the field. */
  protected async read(event: Event): Promise<void> {
    const field = event.target as HTMLInputElement;
    const [file] = field.files ?? [];
    if (file !== undefined) this.form.public_key().value.set(await file.slice(0, longestKey + 1).text());
    field.value = '';
  }

  async #find(): Promise<void> {
    const { hides_subject } = this.form().value();
    const params = { mailbox_id: this.mailbox.id };
    const found = await this.#api.call('findMailboxKey', { params, body: { hides_subject } });
    this.#found.set(found);
    this.saved.set(found.saved ?? undefined);
  }

  async #paste(): Promise<void> {
    const { public_key, hides_subject } = this.form().value();
    const params = { mailbox_id: this.mailbox.id };
    this.saved.set(await this.#api.call('putMailboxKey', { params, body: { public_key, hides_subject } }));
  }
}
