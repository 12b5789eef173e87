import { inject, Injectable } from '@angular/core';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { UserCalls, type User, type UserChange } from '../data/users.ts';
import { suspensionQuestion } from '../util/suspension-question.ts';

/** What the operator does to a user, with the questions before it and the words after it. Each gives whether something was done. */
@Injectable({ providedIn: 'root' })
export class UserActions {
  readonly #users = inject(UserCalls);
  readonly #session = inject(Session);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #t = inject(Words).t;

  /** Whether it is the person who looks: nobody suspends, unmakes or erases the own account. */
  isSelf(user: Pick<User, 'id'>): boolean {
    return user.id === this.#session.account()?.id;
  }

  suspend(user: User): Promise<boolean> {
    return this.#dialogs.askText(
      suspensionQuestion(this.#t, {
        title: this.#t('administration.users.suspend_title', { email: user.email }),
        text: this.#t('administration.users.suspend_text'),
        suspend: (reason) =>
          this.#users.change(user.id, {
            is_suspended: true,
            ...(reason !== '' && { suspended_reason: reason }),
          }),
      }),
    );
  }

  resume(user: User): Promise<boolean> {
    return this.#change(user, { is_suspended: false }, this.#t('administration.users.resumed'));
  }

  async makeAdministrator(user: User): Promise<boolean> {
    const isSure = await this.#dialogs.ask({
      title: this.#t('administration.users.make_title', { email: user.email }),
      text: this.#t('administration.users.make_text'),
      action: this.#t('administration.users.make'),
    });
    return isSure && this.#change(user, { is_administrator: true }, this.#t('administration.users.made'));
  }

  async unmakeAdministrator(user: User): Promise<boolean> {
    const isSure = await this.#dialogs.ask({
      title: this.#t('administration.users.unmake_title', { email: user.email }),
      text: this.#t('administration.users.unmake_text'),
      action: this.#t('administration.users.unmake'),
    });
    return isSure && this.#change(user, { is_administrator: false }, this.#t('administration.users.unmade'));
  }

  async vouch(user: User): Promise<boolean> {
    const isSure = await this.#dialogs.ask({
      title: this.#t('administration.users.vouch_title', { email: user.email }),
      text: this.#t('administration.users.vouch_text'),
      action: this.#t('administration.users.vouch'),
      isDangerous: false,
    });
    return isSure && this.#change(user, { is_email_verified: true }, this.#t('administration.users.vouched'));
  }

  /** The link that confirms the address, or where it is confirmed, one to choose a password. */
  async resend(user: User): Promise<boolean> {
    return this.#try(async () => {
      await (user.is_email_verified
        ? this.#users.sendPasswordLink(user.email)
        : this.#users.sendConfirmation(user.email));
      this.#toasts.done(this.#t('administration.users.sent', { email: user.email }));
    });
  }

  async delete(user: User): Promise<boolean> {
    const isSure = await this.#dialogs.ask({
      title: this.#t('administration.users.delete_title', { email: user.email }),
      text: this.#t('administration.users.delete_text'),
      action: this.#t('administration.users.delete'),
      typed: user.email,
    });
    if (!isSure) return false;
    return this.#try(async () => {
      await this.#users.delete(user);
      this.#toasts.done(this.#t('administration.users.deleted', { email: user.email }));
    });
  }

  #change(user: User, change: UserChange, words: string): Promise<boolean> {
    return this.#try(async () => {
      await this.#users.change(user.id, change);
      this.#toasts.done(words);
    });
  }

  async #try(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.#toasts.failed(error);
      return false;
    }
  }
}
