import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../util/mailbox-state.ts';

/** Puts a mailbox in the place of what is shown. */
export type ShowMailbox = (mailbox: Mailbox) => void;

/** What can be done with a mailbox at once. What it becomes is shown before the server took it, and taken back where it did not. */
@Injectable({ providedIn: 'root' })
export class MailboxActions {
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  readonly #t = inject(Words).t;

  async pause(mailbox: Mailbox, show: ShowMailbox): Promise<void> {
    const paused = { ...mailbox, is_paused: true, is_paused_by_hand: true, pause_reason: 'Paused by hand' };
    await this.#do(show, { before: mailbox, after: paused }, async () => {
      const now = await this.#api.call('pauseMailbox', this.#params(mailbox));
      this.#toasts.done(this.#t('mailboxes.done.paused', { address: mailbox.address }), {
        label: this.#t('action.undo'),
        run: () => void this.resume(now, show),
      });
      return now;
    });
  }

  async resume(mailbox: Mailbox, show: ShowMailbox): Promise<void> {
    const resumed = { ...mailbox, is_paused: false, is_paused_by_hand: false, pause_reason: null };
    await this.#do(show, { before: mailbox, after: resumed }, async () => {
      const now = await this.#api.call('resumeMailbox', this.#params(mailbox));
      this.#toasts.done(this.#t('mailboxes.done.resumed', { address: mailbox.address }));
      return now;
    });
  }

  async makeDefault(mailbox: Mailbox, show: ShowMailbox): Promise<void> {
    await this.#do(show, { before: mailbox, after: { ...mailbox, is_default: true } }, async () => {
      const body = { is_default: true } as const;
      const now = await this.#api.call('changeMailbox', { ...this.#params(mailbox), body });
      this.#toasts.done(this.#t('mailboxes.done.default', { address: mailbox.address }));
      return now;
    });
  }

  async tellDelays(mailbox: Mailbox, wants: boolean, show: ShowMailbox): Promise<void> {
    await this.#do(show, { before: mailbox, after: { ...mailbox, wants_delay_notice: wants } }, () =>
      this.#api.call('changeMailbox', { ...this.#params(mailbox), body: { wants_delay_notice: wants } }),
    );
  }

  async resend(mailbox: Mailbox): Promise<void> {
    try {
      await this.#api.call('resendMailboxConfirmation', this.#params(mailbox));
      this.#toasts.done(this.#t('mailboxes.done.resent', { address: mailbox.address }));
    } catch (error) {
      // Expected: a Failure, such as too many mails to one address.
      this.#toasts.failed(error);
    }
  }

  async #do(
    show: ShowMailbox,
    { before, after }: { readonly before: Mailbox; readonly after: Mailbox },
    ask: () => Promise<Mailbox>,
  ): Promise<void> {
    show(after);
    try {
      show(await ask());
    } catch (error) {
      // Expected: a Failure.
      show(before);
      this.#toasts.failed(error);
    }
  }

  #params({ id }: Mailbox): { readonly params: { readonly mailbox_id: string } } {
    return { params: { mailbox_id: id } };
  }
}
