import { Component, computed, inject } from '@angular/core';
import { Building2, Plus, UserPlus } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team } from '../data/team.ts';
import { RoleTable } from '../ui/role-table.ts';
import { InvitationsSection } from './invitations-section.ts';
import { MembersSection } from './members-section.ts';
import { OwnershipSection } from './ownership-section.ts';
import { ReceivedInvitations } from './received-invitations.ts';

/** Who belongs to the organization, who is invited, what roles may do; and how to be part of another one. */
@Component({
  selector: 'app-team-page',
  imports: [
    EmptyState,
    Icon,
    InvitationsSection,
    MembersSection,
    OwnershipSection,
    PageHeader,
    ReceivedInvitations,
    RoleTable,
  ],
  template: `<div class="page">
    <app-page-header [title]="t('team.title')" [text]="text()">
      @if (!isPersonal()) {
        <button type="button" class="btn" (click)="createOrganization()">
          <app-icon [of]="plus" />{{ t('team.create_organization') }}
        </button>
      }
      @if (!isPersonal() && session.can('members:write')) {
        <button type="button" class="btn primary" (click)="invitations.invite()">
          <app-icon [of]="userPlus" />{{ t('team.invite') }}
        </button>
      }
    </app-page-header>
    <app-received-invitations />
    @if (isPersonal()) {
      <div class="card">
        <app-empty-state
          [icon]="building"
          [title]="t('team.personal.title')"
          [text]="t('team.personal.text')"
        >
          <button type="button" class="btn primary" (click)="createOrganization()">
            {{ t('team.create_organization') }}
          </button>
        </app-empty-state>
      </div>
    }
    <app-members-section [hidden]="isPersonal()" [isShown]="!isPersonal()" />
    <app-invitations-section #invitations [hidden]="isPersonal()" [isShown]="!isPersonal()" />
    <section class="grid grid-cols-[minmax(0,1fr)] gap-3" aria-labelledby="team-roles">
      <div>
        <h2 class="m-0" id="team-roles">{{ t('team.roles.title') }}</h2>
        <p class="prose m-0 mt-1 text-muted">{{ t('team.roles.text') }}</p>
      </div>
      <div class="card overflow-clip"><app-role-table /></div>
    </section>
    @if (!isPersonal()) {
      <app-ownership-section />
    }
  </div>`,
})
export class TeamPage {
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  readonly #dialogs = inject(Dialogs);
  readonly #team = inject(Team);
  readonly #toasts = inject(ToastList);
  protected readonly plus = Plus;
  protected readonly userPlus = UserPlus;
  protected readonly building = Building2;
  protected readonly isPersonal = computed(() => this.session.organization()?.is_personal ?? true);
  protected readonly text = computed(() => {
    const organization = this.session.organization();
    return organization === undefined || organization.is_personal
      ? ''
      : this.t('team.text', { organization: organization.name });
  });

  protected async createOrganization(): Promise<void> {
    const made = await this.#dialogs.askFor({
      title: this.t('team.create_organization'),
      text: this.t('team.create_text'),
      label: this.t('team.organization_name'),
      action: this.t('team.create_organization'),
      run: async (name) => {
        await this.#team.createOrganization(name);
        return name;
      },
    });
    if (made !== undefined) this.#toasts.done(this.t('team.organization_created', { name: made.given }));
  }
}
