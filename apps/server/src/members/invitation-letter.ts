import type { MemberRole } from '@smtpy/contract';
import { formatInstant, paragraph, shownLine, type Letter } from '../followups/index.ts';

/** Characters of a name in a mail: whoever writes a message into a name gets no room for it. */
const maxNameCharacters = 60;

/** What would end the quotes around a name, or begin markup. */
const quotes = /["“”„‟«»<>`]/g;
/** What makes programs see links and addresses: these signs with something right behind them. NFKC has made their look-alikes plain. */
const joints = /[.。:/\\@]+(?=\S)/gu;
/** What phones offer to call. */
const telephone = /\+?\d[\d\s().-]{5,}\d/g;

/** A name that a stranger chose, for a mail to someone who never asked for one: one bounded line in quotes, in which nothing becomes a link. */
export function quotedName(name: string): string {
  const line = shownLine(name.normalize('NFKC').slice(0, 1_000), maxNameCharacters);
  const plain = line.replace(quotes, '').replace(joints, ' ').replace(telephone, '…').trim();
  return `“${plain === '' ? '…' : plain}”`;
}

const roleWords: Readonly<Record<MemberRole, string>> = {
  viewer: 'viewer, who may look at everything',
  member: 'member',
  admin: 'admin, who also manages members and settings',
  owner: 'owner, who may do everything',
};

/** The mail that invites. */
export function invitationLetter(invitation: {
  readonly organizationName: string;
  /** Undefined: the operator. */
  readonly inviterName: string | undefined;
  readonly role: MemberRole;
  readonly url: string;
  readonly expiresAt: Date;
}): Letter {
  const { organizationName, inviterName, role, url, expiresAt } = invitation;
  const organization = quotedName(organizationName);
  const inviter = inviterName === undefined ? 'The operator of this server' : quotedName(inviterName);
  const host = new URL(url).host;
  return {
    subject: `Invitation to the organization ${organization}`,
    blocks: [
      paragraph(
        `${inviter} invites you to the organization ${organization} at ${host}, as ${roleWords[role]}. The words in quotes are those of the people who invite you; nobody has checked them.`,
      ),
      { kind: 'link', label: 'Look at the invitation', url },
      paragraph(
        `The link works until ${formatInstant(expiresAt)}, once, and only for the address that this mail went to. Nothing happens before you accept. If you expected no invitation, delete this mail.`,
      ),
    ],
  };
}
