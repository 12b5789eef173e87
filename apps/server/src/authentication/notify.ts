import type { Actor } from '../api/index.ts';
import type { Tx } from '../db/index.ts';
import type { Letter } from '../followups/index.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import type { Circumstances } from './letters.ts';

/** The page of a link in a mail. It shows a form that posts: programs that follow links use nothing up. */
export function linkUrl(publicUrl: string, page: 'verify-email' | 'reset-password', token: string): string {
  const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`;
  return new URL(`${page}?token=${token}`, base).href;
}

/** Sends a mail to a person, or to an address that the person gave; it is among the mail of the personal organization. */
export async function notify(
  { members, serviceMail }: Pick<AuthenticationDependencies, 'members' | 'serviceMail'>,
  tx: Tx,
  mail: { readonly userId: string; readonly headerTo: string; readonly letter: Letter },
): Promise<void> {
  const personal = await members.findPersonal(mail.userId);
  if (personal === undefined) throw new Error('somebody has no personal organization to send mail from');
  const { headerTo, letter } = mail;
  await serviceMail.send(tx, { headerTo, organizationId: personal.organizationId, letter });
}

/** When and from where, for a letter. */
export function circumstancesOf({ ip, userAgent }: Actor, at: Date): Circumstances {
  return { at, ip, userAgent };
}

/** The actor of a request that showed to be this user's. */
export function actorOfUser(actor: Actor, user: { readonly id: string; readonly email: string }): Actor {
  return { ...actor, kind: 'user', userId: user.id, label: user.email };
}

/** The subject of an entry about a user. */
export function userSubject(user: { readonly id: string; readonly email: string }): {
  readonly kind: 'user';
  readonly id: string;
  readonly label: string;
} {
  return { kind: 'user', id: user.id, label: user.email };
}
