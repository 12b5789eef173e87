import type { MemberRefusal } from './member.ts';

const reasons: Readonly<Record<MemberRefusal['kind'], string>> = {
  not_found: 'There is no such thing in this organization',
  account_suspended:
    'The operator of this installation suspended this organization. Nobody joins or leaves it until that ends',
  role_insufficient:
    'Roles are given up to the own one; owners take every role, admins those of viewers and members',
  last_owner: 'This is the only owner. Make somebody else an owner first, or delete the organization',
  personal_organization: 'A personal organization has one member for as long as the account exists',
  limit_reached: 'There are as many as are allowed',
  already_exists: 'This person is a member already',
  conflict: 'The state has changed meanwhile',
  link_invalid: 'This invitation was answered, called back, replaced by a newer mail, or has expired',
  email_not_verified: 'Confirm the email address of your account first',
};

/** A refusal with its sentence. */
export function refuse(kind: MemberRefusal['kind'], reason: string = reasons[kind]): MemberRefusal {
  return { kind, reason };
}
