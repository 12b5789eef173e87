import { Component, computed, inject, input } from '@angular/core';
import type { MemberRole } from '@smtpy/contract/web';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team, type Member } from '../data/team.ts';
import { MemberTable } from '../ui/member-table.ts';

/** The members of the organization. */
@Component({
  selector: 'app-members-section',
  imports: [ListFrame, MemberTable, SearchField],
  template: `<section class="grid gap-3" aria-labelledby="team-members">
    <div class="flex flex-wrap items-end justify-between gap-3">
      <h2 class="m-0" id="team-members">{{ t('team.members') }}</h2>
      <app-search-field
        class="flex-[0_1_300px]"
        [label]="t('team.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
    </div>
    <app-list-frame
      [list]="members"
      [isFiltered]="query.values().search !== ''"
      [skeletonRows]="3"
      [rowHeight]="57"
      (cleared)="query.set({ search: '' })"
    >
      @if (session.organization(); as organization) {
        <app-member-table
          [members]="members.items() ?? []"
          [ownUserId]="session.account()?.id ?? ''"
          [ownRole]="organization.role"
          (changed)="changeRole($event.member, $event.role)"
          (removed)="remove($event)"
        />
      }
    </app-list-frame>
    <p class="prose m-0 text-[13px] text-muted">{{ t('team.last_owner') }}</p>
  </section>`,
})
export class MembersSection {
  /** A personal organization has no members to list. */
  readonly isShown = input.required<boolean>();
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  readonly #team = inject(Team);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly query = urlQuery('search');
  readonly #organizationId = computed(() => this.session.organization()?.id);
  protected readonly members = paged('listMembers', () =>
    this.isShown() && this.#organizationId() !== undefined
      ? { query: { search: this.query.values().search, limit: 25 } }
      : undefined,
  );

  protected async changeRole(member: Member, role: MemberRole): Promise<void> {
    if (this.#team.isSelf(member) && !(await this.#askToLower(role))) return;
    const before = member.role;
    const takeBack = this.members.change((members) =>
      members.map((each) => (each.id === member.id ? { ...each, role } : each)),
    );
    try {
      await this.#team.changeRole(member, role);
      const name = member.name || member.email;
      const text = this.t('team.role_changed', { name, role: this.t('role.' + role) });
      const undo = {
        label: this.t('action.undo'),
        run: () => void this.changeRole({ ...member, role }, before),
      };
      // Who lowered the own role may not raise it again.
      this.#toasts.done(text, this.#team.isSelf(member) ? undefined : undo);
    } catch (error) {
      takeBack();
      this.#toasts.failed(error);
    }
  }

  protected async remove(member: Member): Promise<void> {
    const name = member.name || member.email;
    const isSure = await this.#dialogs.ask({
      title: this.t('team.remove_title', { name }),
      text: this.t('team.remove_text'),
      action: this.t('team.remove'),
    });
    if (!isSure) return;
    const takeBack = this.members.change((members) => members.filter(({ id }) => id !== member.id));
    try {
      await this.#team.remove(member);
      this.#toasts.done(this.t('team.removed', { name }));
      this.members.reload();
    } catch (error) {
      takeBack();
      this.#toasts.failed(error);
    }
  }

  #askToLower(role: MemberRole): Promise<boolean> {
    return this.#dialogs.ask({
      title: this.t('team.lower_title', { role: this.t('role.' + role) }),
      text: this.t('team.lower_text'),
      action: this.t('team.lower_action'),
    });
  }
}
