import { Component, inject, input, output } from '@angular/core';
import { UserMinus } from 'lucide';
import type { MemberRole } from '@smtpy/contract/web';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Member } from '../data/team.ts';
import { canRemove, rolesToGive } from '../util/roles.ts';
import { RoleMenu } from './role-menu.ts';

/** Members as rows, each with the role and what can be done. */
@Component({
  selector: 'app-member-table',
  imports: [Icon, RoleMenu, TimeAgo],
  host: { class: 'block' },
  template: `<table class="table cards">
    <thead>
      <tr>
        <th scope="col">{{ t('team.column.name') }}</th>
        <th scope="col">{{ t('team.column.role') }}</th>
        <th scope="col">{{ t('team.column.joined') }}</th>
        <th scope="col">
          <span class="sr-only">{{ t('action.more') }}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      @for (member of members(); track member.id) {
        <tr>
          <td class="full">
            <span class="flex min-w-0 items-center gap-3">
              <span
                class="grid h-8 w-8 flex-none place-content-center rounded-full bg-accent-soft text-[13px] font-semibold text-accent-text"
                aria-hidden="true"
                >{{ (member.name || member.email).slice(0, 1).toUpperCase() }}</span
              >
              <span class="min-w-0">
                <span class="flex flex-wrap items-center gap-x-2 font-medium"
                  ><span class="min-w-0 break-words">{{ member.name || member.email }}</span>
                  @if (member.user_id === ownUserId()) {
                    <span class="tag">{{ t('team.you') }}</span>
                  }
                </span>
                <span class="block break-all text-muted">{{ member.email }}</span>
              </span>
            </span>
          </td>
          <td class="max-md:!pl-11">
            <app-role-menu
              class="md:-ml-[11px]"
              [role]="member.role"
              [roles]="rolesOf(member)"
              [name]="member.name || member.email"
              (chosen)="changed.emit({ member, role: $event })"
            />
          </td>
          <td class="phone-hidden"><app-time-ago class="text-muted" [of]="member.joined_at" /></td>
          <td class="number">
            @if (isRemovable(member)) {
              <button
                type="button"
                class="btn plain icon small text-muted"
                [attr.aria-label]="t('team.remove_what', { name: member.name || member.email })"
                [title]="t('team.remove')"
                (click)="removed.emit(member)"
              >
                <app-icon [of]="minus" [size]="16" />
              </button>
            }
          </td>
        </tr>
      }
    </tbody>
  </table>`,
})
export class MemberTable {
  readonly members = input.required<readonly Member[]>();
  readonly ownUserId = input.required<string>();
  readonly ownRole = input.required<MemberRole>();
  readonly changed = output<{ readonly member: Member; readonly role: MemberRole }>();
  readonly removed = output<Member>();
  protected readonly t = inject(Words).t;
  protected readonly minus = UserMinus;

  protected rolesOf(member: Member): readonly MemberRole[] {
    return rolesToGive(this.#pair(member));
  }

  protected isRemovable(member: Member): boolean {
    return canRemove(this.#pair(member));
  }

  #pair(member: Member) {
    return { own: this.ownRole(), target: member.role, isSelf: member.user_id === this.ownUserId() };
  }
}
