import type { MemberRole, Scope } from '@smtpy/contract';

/** A person behind a request, by session or by key. */
export interface Principal {
  readonly userId: string;
  /** Lower case. */
  readonly email: string;
  readonly isEmailVerified: boolean;
  /** Whether the person runs the installation. */
  readonly isAdministrator: boolean;
  /** Whether the operator suspended the person; then nothing but signing out is allowed. */
  readonly isSuspended: boolean;
  /** How the person is known: a session cookie or an API key. */
  readonly credential:
    | { readonly kind: 'session'; readonly sessionId: string; readonly startedAt: Date }
    | {
        readonly kind: 'key';
        readonly keyId: string;
        /** Undefined: all that the member may do. */
        readonly scopes: readonly Scope[] | undefined;
        readonly organizationId: string;
      };
}

/** Who does something that the audit log tells of. */
export interface Actor {
  /** `operator`: the command line; `system`: a job; `nobody`: someone who is not signed in. */
  readonly kind: 'user' | 'key' | 'operator' | 'system' | 'nobody';
  readonly userId?: string | undefined;
  readonly keyId?: string | undefined;
  /** The email address, for people who read the log. */
  readonly label?: string | undefined;
  readonly ip?: string | undefined;
  /** At most 500 characters. */
  readonly userAgent?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Who calls, as handlers see it: the access rule of the operation says which parts are there. */
export interface Caller {
  /** Absent where the operation is public and nobody is signed in. */
  readonly principal: Principal | undefined;
  readonly actor: Actor;
  /** The address of the client, as far as trusted proxies tell it. */
  readonly ip: string;
}

/** A member of the organization of the request. */
export interface MemberCaller extends Caller {
  readonly principal: Principal;
  readonly organizationId: string;
  readonly role: MemberRole;
}

/** What a person is in an organization. */
export interface Membership {
  readonly organizationId: string;
  readonly role: MemberRole;
  readonly isOrganizationSuspended: boolean;
}
