import { inject, Injectable } from '@angular/core';
import type { Answer, MemberRole } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { CurrentOrganization } from '../../../shared/data/current-organization.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';

/** A member as the list gives it. */
export type Member = ItemOf<'listMembers'>;
/** An invitation as members see it. */
export type Invitation = ItemOf<'listInvitations'>;
/** An invitation to the person who is signed in. */
export type ReceivedInvitation = ItemOf<'listReceivedInvitations'>;

/** Who belongs to the organization. Everything here throws a Failure where the server does not take it. */
@Injectable({ providedIn: 'root' })
export class Team {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #current = inject(CurrentOrganization);

  /** Gives a member another role. Of the own role the pages hear at once. */
  async changeRole(member: Member, role: MemberRole): Promise<void> {
    await this.#api.call('changeMember', { params: { member_id: member.id }, body: { role } });
    if (this.isSelf(member)) await this.#session.load();
  }

  /** Ends a membership, with the API keys that the person has here. */
  async remove(member: Member): Promise<void> {
    await this.#api.call('removeMember', { params: { member_id: member.id } });
  }

  /** Whether the member is the person who is signed in. */
  isSelf(member: Member): boolean {
    return member.user_id === this.#session.account()?.id;
  }

  async invite(email: string, role: MemberRole): Promise<void> {
    await this.#api.call('createInvitation', { body: { email, role } });
  }

  async resend(invitation: Invitation): Promise<void> {
    await this.#api.call('resendInvitation', { params: { invitation_id: invitation.id } });
  }

  async cancel(invitation: Invitation): Promise<void> {
    await this.#api.call('cancelInvitation', { params: { invitation_id: invitation.id } });
  }

  /** Joins the organization, and shows it from then on. */
  async accept(invitation: ReceivedInvitation): Promise<void> {
    const params = { invitation_id: invitation.id };
    await this.#show(await this.#api.call('acceptReceivedInvitation', { params }, { isPersonal: true }));
  }

  async decline(invitation: ReceivedInvitation): Promise<void> {
    const params = { invitation_id: invitation.id };
    await this.#api.call('declineReceivedInvitation', { params }, { isPersonal: true });
  }

  /** Makes an organization whose owner the person is, and shows it from then on. */
  async createOrganization(name: string): Promise<void> {
    await this.#show(await this.#api.call('createOrganization', { body: { name } }, { isPersonal: true }));
  }

  /** Makes somebody else the owner; the person becomes an admin. */
  async transfer(member: Member): Promise<void> {
    await this.#api.call('transferOrganization', { body: { member_id: member.id } });
    await this.#session.load();
  }

  /** Ends the own membership; the personal organization is shown then. */
  async leave(organizationId: string): Promise<void> {
    const body = { organization_id: organizationId };
    await this.#api.call('leaveOrganization', { body }, { isPersonal: true });
    this.#current.choose(undefined);
    await this.#session.load();
  }

  async #show(organization: Answer<'createOrganization'>): Promise<void> {
    await this.#session.load();
    this.#current.choose(organization.id);
  }
}
