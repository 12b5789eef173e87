import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { Installation } from '../../../shared/data/installation.ts';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { Invitations } from '../data/invitation.ts';
import { LinkTokens } from '../data/link-tokens.ts';
import { Entrance } from '../ui/entrance.ts';
import { InvitationFacts } from '../ui/invitation-facts.ts';
import { Outcome } from '../ui/outcome.ts';
import { matchesHint } from '../util/email-hint.ts';

/** Who invites into what, and the answer; who is not signed in yet signs in or registers first, and comes back. */
@Component({
  selector: 'app-invitation',
  imports: [Entrance, FailurePanel, FormFailure, InvitationFacts, Outcome, RouterLink, Skeleton],
  template: `<app-entrance
    [title]="t(isDeclined() ? 'sign_in.invitation.declined_title' : 'sign_in.invitation.title')"
  >
    @if (isDeclined()) {
      <app-outcome kind="ended" [text]="t('sign_in.invitation.declined')">
        <a class="btn wide" routerLink="/dashboard">{{ t('sign_in.dashboard') }}</a>
      </app-outcome>
    } @else if (isInvalid()) {
      <app-outcome kind="link_invalid" [text]="t('sign_in.link_invalid')">
        <p class="m-0 text-muted">{{ t('sign_in.invitation.ask_again') }}</p>
        <a class="btn wide" routerLink="/">{{ t('sign_in.start_page') }}</a>
      </app-outcome>
    } @else if (invitation.value(); as facts) {
      <div class="grid gap-5">
        <app-invitation-facts [of]="facts" />
        <app-form-failure [of]="failure()" />
        @switch (session.state().kind) {
          @case ('unknown') {
            <app-skeleton [height]="36" />
          }
          @case ('signed_in') {
            @if (isForReader()) {
              <div class="grid gap-2">
                <button type="button" class="btn primary wide" [disabled]="isSending()" (click)="accept()">
                  {{ t('sign_in.invitation.accept') }}
                </button>
                <button type="button" class="btn plain wide" [disabled]="isSending()" (click)="decline()">
                  {{ t('sign_in.invitation.decline') }}
                </button>
              </div>
            } @else {
              <div class="callout warning">
                <p class="m-0">
                  {{
                    t('sign_in.invitation.other_account', {
                      email: session.account()?.email,
                      hint: facts.email_hint,
                    })
                  }}
                </p>
              </div>
              <button type="button" class="btn primary wide" [disabled]="isSending()" (click)="signOut()">
                {{ t('nav.sign_out') }}
              </button>
            }
          }
          @default {
            <div class="grid gap-2">
              <p class="m-0 text-muted">{{ t('sign_in.invitation.first', { hint: facts.email_hint }) }}</p>
              <a class="btn primary wide" routerLink="/sign-in" [queryParams]="afterSignIn">{{
                t('sign_in.action')
              }}</a>
              @if (installation.registration() !== 'closed') {
                <a class="btn wide" routerLink="/register">{{ t('sign_in.register') }}</a>
              }
            </div>
          }
        }
      </div>
    } @else if (invitation.failure(); as reason) {
      <app-failure class="!p-0" [of]="reason" (retry)="invitation.reload()" />
    } @else {
      <div class="grid gap-4"><app-skeleton [height]="150" /><app-skeleton [height]="36" /></div>
    }
  </app-entrance>`,
})
export class InvitationPage {
  readonly #invitations = inject(Invitations);
  readonly #tokens = inject(LinkTokens);
  readonly #router = inject(Router);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  protected readonly installation = inject(Installation);
  protected readonly token = signal(this.#tokens.take('invitation'));
  protected readonly invitation = loading(
    'lookAtInvitationLink',
    () => {
      const token = this.token();
      return token === undefined ? undefined : { body: { token } };
    },
    { isPersonal: true },
  );
  protected readonly isDeclined = signal(false);
  protected readonly isSending = signal(false);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isInvalid = computed(
    () => this.token() === undefined || this.invitation.failure()?.code === 'link_invalid',
  );
  /** Whether the address of the account can be the one that was invited. */
  protected readonly isForReader = computed(() =>
    matchesHint(this.session.account()?.email ?? '', this.invitation.value()?.email_hint ?? ''),
  );
  protected readonly afterSignIn = { next: '/invitation' };

  constructor() {
    void this.session.ensure();
    void this.installation.ensure();
  }

  protected accept(): Promise<void> {
    return this.#answer(async (token) => {
      // Read before: what was loaded for the organization before is gone with it.
      const organization = this.invitation.value()?.organization_name ?? '';
      await this.#invitations.accept(token);
      this.#tokens.forget('invitation');
      this.#toasts.done(this.t('sign_in.invitation.accepted', { organization }));
      await this.#router.navigateByUrl('/dashboard');
    });
  }

  protected decline(): Promise<void> {
    return this.#answer(async (token) => {
      await this.#invitations.decline(token);
      this.#tokens.forget('invitation');
      this.isDeclined.set(true);
    });
  }

  protected signOut(): Promise<void> {
    return this.#answer(() => this.#invitations.signOut());
  }

  async #answer(act: (token: string) => Promise<void>): Promise<void> {
    const token = this.token();
    if (token === undefined) return;
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      await act(token);
    } catch (error) {
      // Expected: a Failure.
      this.failure.set(toFailure(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
