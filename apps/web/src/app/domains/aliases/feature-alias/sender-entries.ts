import { Component, effect, inject, input, output, signal, untracked } from '@angular/core';
import { form, FormField, FormRoot, required } from '@angular/forms/signals';
import { Ban, ShieldCheck, X } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { paged, type ItemOf } from '../../../shared/data/paged.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';

type Entry = ItemOf<'listSenders'>;

/** The senders that an alias blocks or always takes, added and removed. */
@Component({
  selector: 'app-sender-entries',
  imports: [EmptyState, Field, FieldControl, FormField, FormFailure, FormRoot, Icon, ListFrame],
  host: { class: 'grid gap-3' },
  template: `<div>
      <h2 class="m-0">{{ t('aliases.entries.title') }}</h2>
      <p class="prose m-0 mt-1 text-muted">{{ t('aliases.entries.text') }}</p>
    </div>
    @if (canWrite()) {
      <form class="flex flex-wrap items-start gap-2" [formRoot]="form" (submit)="add()">
        <app-field [label]="t('aliases.entries.verdict')" [hidesLabel]="true">
          <select class="input" appFieldControl [formField]="form.verdict">
            <option value="block">{{ t('aliases.entries.block') }}</option>
            <option value="allow">{{ t('aliases.entries.allow') }}</option>
          </select>
        </app-field>
        <app-field
          class="flex-1 basis-[220px] sm:max-w-[340px]"
          [label]="t('aliases.entries.subject')"
          [hidesLabel]="true"
          [of]="form.subject()"
        >
          <input
            class="input mono"
            autocapitalize="off"
            autocomplete="off"
            spellcheck="false"
            [placeholder]="t('aliases.entries.subject')"
            appFieldControl
            [formField]="form.subject"
          />
        </app-field>
        <button type="submit" class="btn" [disabled]="submission.isSending()">{{ t('action.add') }}</button>
      </form>
      <app-form-failure [of]="submission.failure()" />
    }
    <app-list-frame [list]="list" [rowHeight]="46" [skeletonRows]="2">
      <ul class="rows m-0 list-none p-0">
        @for (entry of list.items(); track entry.id) {
          <li class="flex items-center gap-3 px-4 py-2">
            <span
              class="chip"
              [class.red]="entry.verdict === 'block'"
              [class.green]="entry.verdict === 'allow'"
              ><app-icon [of]="entry.verdict === 'block' ? ban : shield" [size]="14" />{{
                t('aliases.entries.is_' + entry.verdict)
              }}</span
            >
            <span class="mono min-w-0 flex-1 truncate" [title]="entry.subject">{{ entry.subject }}</span>
            @if (canWrite()) {
              <button
                type="button"
                class="btn plain icon small"
                [attr.aria-label]="t('aliases.entries.remove', { subject: entry.subject })"
                (click)="remove(entry)"
              >
                <app-icon [of]="cross" [size]="16" />
              </button>
            }
          </li>
        }
      </ul>
      <app-empty-state
        empty
        [icon]="shield"
        [title]="t('aliases.entries.empty')"
        [text]="t('aliases.entries.empty_text')"
      />
    </app-list-frame>`,
})
export class SenderEntries {
  readonly aliasId = input.required<string>();
  /** Grows when entries were made elsewhere. */
  readonly version = input(0);
  readonly canWrite = input(false);
  /** Who is blocked may be others now. */
  readonly changed = output();
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly ban = Ban;
  protected readonly shield = ShieldCheck;
  protected readonly cross = X;
  protected readonly submission = createSubmission();
  readonly #model = signal<{ verdict: string; subject: string }>({ verdict: 'block', subject: '' });
  protected readonly form = form(this.#model, (path) => {
    required(path.subject);
  });
  protected readonly list = paged('listSenders', () => ({ query: { alias_id: this.aliasId() } }));

  constructor() {
    effect(() => {
      if (this.version() > 0) untracked(() => this.list.reload());
    });
  }

  protected async add(): Promise<void> {
    const isTaken = await this.submission.send(this.form, () => this.#enter(this.#model()));
    if (isTaken) this.form().reset({ ...this.#model(), subject: '' });
  }

  protected async remove(entry: Entry): Promise<void> {
    const takeBack = this.list.change((rows) => rows.filter(({ id }) => id !== entry.id));
    try {
      await this.#api.call('deleteSender', { params: { sender_id: entry.id } });
      this.changed.emit();
      this.#toasts.done(this.t('aliases.entries.removed', { subject: entry.subject }), {
        label: this.t('action.undo'),
        run: () => void this.#enter(entry).catch((error: unknown) => this.#toasts.failed(error)),
      });
    } catch (error) {
      // Expected: a Failure; the list shows again what holds.
      takeBack();
      this.#toasts.failed(error);
    }
  }

  async #enter(
    entry: Pick<Entry, 'subject'> & Partial<Omit<Entry, 'verdict'>> & { readonly verdict: string },
  ): Promise<void> {
    await this.#api.call('createSender', {
      body: {
        verdict: entry.verdict === 'allow' ? 'allow' : 'block',
        subject: entry.subject.trim(),
        alias_id: this.aliasId(),
        accepts_unproven: entry.accepts_unproven ?? false,
        note: entry.note ?? null,
      },
    });
    this.list.reload();
    this.changed.emit();
  }
}
