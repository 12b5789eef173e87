import { Component, computed, inject, input } from '@angular/core';
import { MailPlus } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team, type Invitation } from '../data/team.ts';
import { InvitationTable } from '../ui/invitation-table.ts';

const states = ['', 'pending', 'expired', 'accepted', 'declined', 'cancelled'] as const;

/** Who is invited, and what became of it. */
@Component({
  selector: 'app-invitations-section',
  imports: [EmptyState, InvitationTable, ListFrame],
  template: `<section class="grid gap-3" aria-labelledby="team-invitations">
    <div class="flex flex-wrap items-end justify-between gap-3">
      <h2 class="m-0" id="team-invitations">{{ t('team.invitations') }}</h2>
      <select
        class="input !w-auto"
        [attr.aria-label]="t('team.column.state')"
        (change)="query.set({ invitations: $any($event.target).value })"
      >
        @for (state of states; track state) {
          <option [value]="state" [selected]="query.values().invitations === state">
            {{ t('team.invitation.' + (state || 'all')) }}
          </option>
        }
      </select>
    </div>
    <app-list-frame
      [list]="invitations"
      [isFiltered]="query.values().invitations !== ''"
      [skeletonRows]="2"
      [rowHeight]="57"
      (cleared)="query.set({ invitations: '' })"
    >
      <app-invitation-table
        [invitations]="invitations.items() ?? []"
        [canWrite]="canWrite()"
        [ownRole]="session.organization()?.role ?? 'viewer'"
        (resent)="resend($event)"
        (cancelled)="cancel($event)"
      />
      <app-empty-state
        empty
        [icon]="mail"
        [title]="t('team.no_invitations')"
        [text]="canWrite() ? t('team.no_invitations_text') : ''"
      >
        @if (canWrite()) {
          <button type="button" class="btn" (click)="invite()">{{ t('team.invite') }}</button>
        }
      </app-empty-state>
    </app-list-frame>
  </section>`,
})
export class InvitationsSection {
  /** Nobody is invited into a personal organization. */
  readonly isShown = input.required<boolean>();
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  readonly #team = inject(Team);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly states = states;
  protected readonly mail = MailPlus;
  protected readonly query = urlQuery('invitations');
  protected readonly canWrite = computed(() => this.session.can('members:write'));
  readonly #organizationId = computed(() => this.session.organization()?.id);
  protected readonly invitations = paged('listInvitations', () => {
    if (!this.isShown() || this.#organizationId() === undefined) return undefined;
    const state = states.find((each) => each !== '' && each === this.query.values().invitations);
    return { query: { state, limit: 10 } };
  });

  /** Asks whom to invite, and shows the invitation. */
  async invite(): Promise<void> {
    const email = await this.#dialogs.open<string>(() =>
      import('./invite-dialog.ts').then((m) => m.InviteDialog),
    );
    if (email === undefined) return;
    this.#toasts.done(this.t('team.invited', { email }));
    this.query.set({ invitations: '' });
    this.invitations.first();
    this.invitations.reload();
  }

  protected async resend(invitation: Invitation): Promise<void> {
    try {
      await this.#team.resend(invitation);
      this.#toasts.done(this.t('team.resent', { email: invitation.email }));
      this.invitations.reload();
    } catch (error) {
      this.#toasts.failed(error);
    }
  }

  protected async cancel(invitation: Invitation): Promise<void> {
    const takeBack = this.invitations.change((invitations) =>
      invitations.map((each) => (each.id === invitation.id ? { ...each, state: 'cancelled' } : each)),
    );
    try {
      await this.#team.cancel(invitation);
      const { email, role } = invitation;
      this.#toasts.done(this.t('team.cancelled', { email }), {
        label: this.t('team.invite_again'),
        run: () => void this.#inviteAgain(email, role),
      });
    } catch (error) {
      takeBack();
      this.#toasts.failed(error);
    }
  }

  async #inviteAgain(email: string, role: Invitation['role']): Promise<void> {
    try {
      await this.#team.invite(email, role);
      this.#toasts.done(this.t('team.invited', { email }));
      this.invitations.reload();
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
