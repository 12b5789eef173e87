import { memberRoles, type MemberRole } from '@smtpy/contract';
import type { Member } from '../members/index.ts';
import type { Option } from './command.ts';
import type { Installation } from './open.ts';
import type { Found } from './owner.ts';

/** The organization of every command about members. */
export const organizationOption = {
  kind: 'text',
  placeholder: 'ID',
  isRequired: true,
  text: 'the id of the organization, as smtpy organization list shows it',
} as const satisfies Option;

/** The role of a text that is one. */
export function parseRole(text: string): MemberRole | undefined {
  return memberRoles.find((role) => role === text);
}

/** The member of an organization with an email, in any case. */
export async function findMember(
  { members }: Installation,
  { organizationId, email }: { readonly organizationId: string; readonly email: string },
): Promise<Found<Member>> {
  const member = await members.find({ organizationId, email });
  if (member !== undefined) return { kind: 'found', value: member };
  return {
    kind: 'refused',
    reason: `There is no member ${email} in this organization`,
    hint: `Its members are listed by: smtpy member list --organization ${organizationId}`,
  };
}

/** A member as `--json` prints it. */
export function memberJson({ id, userId, name, email, role, joinedAt }: Member): object {
  return { id, user_id: userId, name, email, role, joined_at: joinedAt };
}
