import { Component, inject, input, output } from '@angular/core';
import { CircleCheck, CircleDashed, CircleSlash, CircleX, Hourglass, Send, X, type IconNode } from 'lucide';
import { isAtLeast, type MemberRole } from '@smtpy/contract/web';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Invitation } from '../data/team.ts';

const looks: Readonly<Record<Invitation['state'], { readonly icon: IconNode; readonly colour: string }>> = {
  pending: { icon: CircleDashed, colour: 'amber' },
  expired: { icon: Hourglass, colour: 'red' },
  accepted: { icon: CircleCheck, colour: 'green' },
  declined: { icon: CircleX, colour: '' },
  cancelled: { icon: CircleSlash, colour: '' },
};

/** Invitations as rows: whom, as what, how it stands, and what can be done. */
@Component({
  selector: 'app-invitation-table',
  imports: [Icon, TimeAgo],
  host: { class: 'block' },
  template: `<table class="table cards">
    <thead>
      <tr>
        <th scope="col">{{ t('team.column.email') }}</th>
        <th scope="col">{{ t('team.column.role') }}</th>
        <th scope="col">{{ t('team.column.state') }}</th>
        <th scope="col">{{ t('team.column.sent') }}</th>
        <th scope="col">
          <span class="sr-only">{{ t('action.more') }}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      @for (invitation of invitations(); track invitation.id) {
        <tr>
          <td class="full font-medium">
            <span class="min-w-0 break-all">{{ invitation.email }}</span>
          </td>
          <td>{{ t('role.' + invitation.role) }}</td>
          <td>
            <span>
              <span class="chip {{ looks[invitation.state].colour }}"
                ><app-icon [of]="looks[invitation.state].icon" [size]="14" />{{
                  t('team.invitation.' + invitation.state)
                }}</span
              >
              @if (invitation.state === 'pending') {
                <span class="mt-0.5 block text-[12px] text-muted">{{
                  t('team.expires', { date: formats.date(invitation.expires_at) })
                }}</span>
              }
            </span>
          </td>
          <td class="full">
            <span class="text-muted">
              <app-time-ago [of]="invitation.created_at" />
              @if (invitation.invited_by; as name) {
                <span class="block text-[12px]">{{ t('team.invited_by', { name }) }}</span>
              }
            </span>
          </td>
          <td class="full" [class.phone-hidden]="!isOpen(invitation)">
            @if (isOpen(invitation)) {
              <span class="flex flex-1 justify-end gap-1">
                <button type="button" class="btn small" (click)="resent.emit(invitation)">
                  <app-icon [of]="send" [size]="15" />{{ t('team.resend')
                  }}<span class="sr-only">: {{ invitation.email }}</span>
                </button>
                <button
                  type="button"
                  class="btn plain icon small text-muted"
                  [attr.aria-label]="t('team.cancel_what', { email: invitation.email })"
                  [title]="t('team.cancel')"
                  (click)="cancelled.emit(invitation)"
                >
                  <app-icon [of]="cross" [size]="16" />
                </button>
              </span>
            }
          </td>
        </tr>
      }
    </tbody>
  </table>`,
})
export class InvitationTable {
  readonly invitations = input.required<readonly Invitation[]>();
  readonly canWrite = input(false);
  /** Who acts: nobody sends an invitation to a role above the own one. */
  readonly ownRole = input.required<MemberRole>();
  readonly resent = output<Invitation>();
  readonly cancelled = output<Invitation>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly looks = looks;
  protected readonly send = Send;
  protected readonly cross = X;

  protected isOpen({ state, role }: Invitation): boolean {
    const isWaiting = state === 'pending' || state === 'expired';
    return isWaiting && this.canWrite() && isAtLeast(this.ownRole(), role);
  }
}
