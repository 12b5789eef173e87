import type { IncomingHttpHeaders } from 'node:http';
import type { MemberRole } from '@smtpy/contract';
import type { Actor, Principal } from '../../api/index.ts';
import type { RequestLimits } from '../../request-limits/index.ts';

/** What the pages need of accounts. */
export interface AccountPagesDependencies {
  readonly authentication: {
    verifyEmail(use: {
      readonly token: string;
      readonly actor: Actor;
    }): Promise<{ readonly kind: 'verified' | 'email_changed' | 'link_invalid' }>;
    resetPassword(use: {
      readonly token: string;
      readonly newPassword: string;
      readonly actor: Actor;
    }): Promise<
      | { readonly kind: 'reset' }
      | { readonly kind: 'link_invalid' }
      | { readonly kind: 'weak_password'; readonly reason: string }
    >;
    requestPasswordReset(request: { readonly email: string; readonly actor: Actor }): Promise<void>;
    findSession(headers: IncomingHttpHeaders): Promise<Principal | undefined>;
    /** Makes a user whose address counts as confirmed, since the invitation was read at it. */
    register(wish: {
      readonly email: string;
      readonly password: string;
      readonly name: string | undefined;
      readonly username: undefined;
      readonly invitationToken: string;
      readonly actor: Actor;
    }): Promise<
      | { readonly kind: 'registered'; readonly userId: string }
      | { readonly kind: 'registration_closed' | 'link_invalid' }
      | { readonly kind: 'weak_password'; readonly reason: string }
    >;
  };
  readonly members: {
    lookUpInvitation(token: string): Promise<ShownInvitation | undefined>;
    accept(answer: InvitationAnswer): Promise<{ readonly kind: string; readonly reason?: string }>;
    decline(answer: InvitationAnswer): Promise<{ readonly kind: string; readonly reason?: string }>;
  };
  readonly accounts: {
    /** By email in lower case. */
    findUser(email: string): Promise<{ readonly id: string } | undefined>;
  };
  readonly mailboxConfirmations: {
    look(token: string): Promise<ShownMailbox | undefined>;
    confirm(wish: MailboxAnswer): Promise<AnsweredMailbox>;
    refuse(wish: MailboxAnswer): Promise<AnsweredMailbox>;
  };
  readonly limits: Pick<RequestLimits, 'limitsFor' | 'take'>;
}

/** What a link asks that still works. */
export interface ShownMailbox {
  readonly organizationName: string;
  readonly address: string;
  readonly expiresAt: Date;
}

/** Who has a link, and the request that it came with. */
export interface MailboxAnswer {
  readonly token: string;
  readonly requestId: string;
}

/** How answering ended. */
export type AnsweredMailbox =
  | { readonly kind: 'confirmed' | 'refused'; readonly organizationName: string; readonly address: string }
  | { readonly kind: 'link_invalid' }
  | { readonly kind: 'own_domain'; readonly reason: string };

/** An invitation that still works. */
export interface ShownInvitation {
  readonly organizationName: string;
  /** Undefined: the operator, or someone who is no user any more. */
  readonly inviterName: string | undefined;
  readonly role: MemberRole;
  /** Whom it was sent to, in lower case. */
  readonly email: string;
  readonly expiresAt: Date;
}

/** Who answers which invitation. */
export interface InvitationAnswer {
  readonly userId: string;
  readonly token: string;
  readonly actor: Actor;
}
