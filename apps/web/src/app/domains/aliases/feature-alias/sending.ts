import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { KeyRound } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { loading } from '../../../shared/data/loading.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import type { Answer } from '@smtpy/contract/web';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { AliasInHand } from '../data/alias-in-hand.ts';

/** Sending as the alias from a mail program: its settings, and a password for each program. */
@Component({
  selector: 'app-alias-sending',
  imports: [
    CopyButton,
    EmptyState,
    FailurePanel,
    Field,
    FieldControl,
    FormField,
    FormFailure,
    FormRoot,
    Icon,
    Skeleton,
    TimeAgo,
  ],
  host: { class: 'grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,400px)]' },
  templateUrl: './sending.html',
})
export class AliasSending {
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
  protected readonly key = KeyRound;
  protected readonly submission = createSubmission();
  /** The password that was just made: it is shown this once. */
  protected readonly made = signal<Answer<'createAppPassword'> | undefined>(undefined);
  readonly #model = signal({ name: '' });
  protected readonly form = form(this.#model, (path) => {
    required(path.name);
    maxLength(path.name, 100);
  });
  readonly #id = computed(() => this.hand.alias()?.id);
  protected readonly passwords = loading('listAppPasswords', () => {
    const id = this.#id();
    return id === undefined ? undefined : { params: { alias_id: id } };
  });
  protected readonly options = loading('getAliasOptions', () => ({}));
  /** What to fill in, line by line; empty: this server takes nothing from mail programs. */
  protected readonly facts = computed(() => {
    const submission = this.options.value()?.submission ?? null;
    const user = this.hand.alias()?.address;
    if (submission === null || user === undefined) return [];
    const { tls_port: tls, starttls_port: starttls } = submission;
    return [
      { name: 'server', value: submission.host, note: '' },
      ...(tls === null ? [] : [{ name: 'port', value: String(tls), note: this.t('aliases.sending.tls') }]),
      ...(starttls === null
        ? []
        : [{ name: 'port', value: String(starttls), note: this.t('aliases.sending.starttls') }]),
      { name: 'user', value: user, note: '' },
    ];
  });

  protected async create(): Promise<void> {
    const id = this.#id();
    if (id === undefined) return;
    const isTaken = await this.submission.send(this.form, async () => {
      const { name } = this.#model();
      this.made.set(
        await this.#api.call('createAppPassword', {
          params: { alias_id: id },
          body: { name: name.trim() },
        }),
      );
    });
    if (!isTaken) return;
    this.form().reset({ name: '' });
    this.passwords.reload();
  }

  protected async revoke(passwordId: string, name: string): Promise<void> {
    const id = this.#id();
    if (id === undefined) return;
    const isSure = await this.#dialogs.ask({
      title: this.t('aliases.sending.revoke_title', { name }),
      text: this.t('aliases.sending.revoke_text'),
      action: this.t('aliases.sending.revoke'),
    });
    if (!isSure) return;
    try {
      await this.#api.call('revokeAppPassword', {
        params: { alias_id: id, app_password_id: passwordId },
      });
      if (this.made()?.id === passwordId) this.made.set(undefined);
      this.#toasts.done(this.t('aliases.sending.revoked', { name }));
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
    this.passwords.reload();
  }
}
