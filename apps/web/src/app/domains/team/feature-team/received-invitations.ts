import { Component, inject } from '@angular/core';
import { MailOpen } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team, type ReceivedInvitation } from '../data/team.ts';

/** Invitations to the person who is signed in; nothing where there is none. */
@Component({
  selector: 'app-received-invitations',
  imports: [Icon],
  host: { class: 'grid gap-3 empty:hidden' },
  template: `@for (invitation of invitations.items(); track invitation.id) {
    <section class="callout flex-wrap items-center">
      <app-icon [of]="icon" class="text-accent-text" />
      <div class="min-w-0 flex-1 basis-[220px]">
        <p class="m-0 font-semibold break-words">
          {{
            t('team.received.title', {
              organization: invitation.organization_name,
              role: t('role.' + invitation.role),
            })
          }}
        </p>
        <p class="m-0 text-[13px] text-muted">
          @if (invitation.invited_by; as name) {
            {{ t('team.invited_by', { name }) }} ·
          }
          {{ t('team.expires', { date: formats.date(invitation.expires_at) }) }}
        </p>
      </div>
      <div class="flex flex-wrap gap-2">
        <button type="button" class="btn" (click)="decline(invitation)">
          {{ t('team.received.decline') }}
        </button>
        <button type="button" class="btn primary" (click)="accept(invitation)">
          {{ t('team.received.accept') }}
        </button>
      </div>
    </section>
  }`,
})
export class ReceivedInvitations {
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  readonly #team = inject(Team);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly icon = MailOpen;
  protected readonly invitations = paged('listReceivedInvitations', () => ({}));

  protected async accept(invitation: ReceivedInvitation): Promise<void> {
    try {
      await this.#team.accept(invitation);
      this.#toasts.done(this.t('team.received.accepted', { organization: invitation.organization_name }));
      this.invitations.reload();
    } catch (error) {
      this.#toasts.failed(error);
    }
  }

  protected async decline(invitation: ReceivedInvitation): Promise<void> {
    const isSure = await this.#dialogs.ask({
      title: this.t('team.received.decline_title', { organization: invitation.organization_name }),
      text: this.t('team.received.decline_text'),
      action: this.t('team.received.decline'),
    });
    if (!isSure) return;
    const takeBack = this.invitations.change((all) => all.filter(({ id }) => id !== invitation.id));
    try {
      await this.#team.decline(invitation);
    } catch (error) {
      takeBack();
      this.#toasts.failed(error);
    }
  }
}
