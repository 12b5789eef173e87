import type { z } from 'zod';
import type { AuditAction } from './audit-actions.ts';
import type { ErrorCode } from './errors.ts';
import type { Permission } from './permissions.ts';

/** Who may call an operation. There is no default: without an access rule an operation does not compile. */
export type Access =
  /** Anyone, signed in or not. */
  | { readonly kind: 'public' }
  /** A signed-in person; no API key. */
  | { readonly kind: 'session' }
  /** A person by session or key, for what concerns the person and no organization. */
  | { readonly kind: 'user'; readonly action: 'read' | 'write' }
  /** A member of the organization of the request whose role and key have the permission. */
  | { readonly kind: 'member'; readonly permission: Permission }
  /** Who runs the installation. */
  | { readonly kind: 'administrator'; readonly action: 'read' | 'write' };

/** What an operation leaves in the audit log when it succeeds: entries, or the reason why there is nothing to tell. */
export type Audited = readonly [AuditAction, ...AuditAction[]] | { readonly nothing: string };

/** How an operation is limited besides the limits that all share; the numbers are in the server's table. */
export type LimitClass = 'ordinary' | 'sign_in' | 'mail_sending' | 'expensive';

/** What callers are told of an operation that is going to be taken away: in the reference, and with every answer. */
export interface Deprecation {
  /** Day of the announcement, `2027-01-31`. */
  readonly since: string;
  /** Day after which it may be gone. */
  readonly sunset: string;
  /** What to use instead, with its path. */
  readonly successor: `/v1/${string}`;
}

type Schema = z.ZodType;
type ObjectSchema = z.ZodObject;

/**
 * One operation of the HTTP API: the only place that says what it takes, gives and demands. The server registers it, the reference describes
 * it, the pages call it and the generated tests attack it from here.
 */
export interface Operation<
  Params extends ObjectSchema = ObjectSchema,
  Query extends ObjectSchema = ObjectSchema,
  Body extends Schema = Schema,
  Answer extends Schema = Schema,
> {
  /** `verbNoun`, unique; `operationId` of OpenAPI. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces: `/v1/keys/{key_id}`. */
  readonly path: `/v1/${string}`;
  /** The group in the reference. */
  readonly tag: string;
  /** A few words, no full stop. */
  readonly summary: string;
  /** What it does, what it does not, what is special. Markdown. */
  readonly description: string;
  readonly access: Access;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Whether a request without a body is as good as one with `{}`. */
  readonly isBodyOptional?: boolean;
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204;
    readonly body?: Answer;
    /** Default `application/json`; for others the answer is a text or a stream. */
    readonly contentType?: string;
    /** Others that the request can ask for. */
    readonly otherContentTypes?: readonly string[];
    readonly example?: unknown;
  };
  /** Those that come besides what access, validation and limits imply. */
  readonly errors?: readonly ErrorCode[];
  /** Of what changes something. */
  readonly audited?: Audited;
  /** Default `ordinary`. */
  readonly limit?: LimitClass;
  /** Whether an `Idempotency-Key` makes repeating safe; true for everything that makes something. */
  readonly takesIdempotencyKey?: boolean;
  /**
   * Whether the work is one transaction; default true for what is not GET. False for what waits for the world outside: then the handler is
   * its own master.
   */
  readonly isTransactional?: boolean;
  /** An example of the body; required where there is a body. */
  readonly example?: unknown;
  /** Of what is going to be taken away; see `docs/api.md`. */
  readonly deprecation?: Deprecation;
  /** Whether the shapes are those of Better Auth, so that its clients work: camelCase, `{code, message}` within the problem. */
  readonly isBetterAuth?: boolean;
}

/** Keeps the types of the schemas and of the access rule, which say what a handler is given. */
export function defineOperation<const O extends Operation>(operation: O): O {
  return operation;
}

/** What a handler gets of a request: everything checked and converted. */
export interface OperationInput<O extends Operation> {
  readonly params: O extends { readonly params: infer Params extends ObjectSchema }
    ? z.output<Params>
    : undefined;
  readonly query: O extends { readonly query: infer Query extends ObjectSchema }
    ? z.output<Query>
    : undefined;
  readonly body: O extends { readonly body: infer Body extends Schema } ? z.output<Body> : undefined;
}

/** What a caller gets. */
export type OperationAnswer<O extends Operation> = O extends {
  readonly answer: { readonly body: infer Body extends Schema };
}
  ? z.input<Body>
  : undefined;

/** The names in the braces of a path. */
export function pathParameters(path: string): readonly string[] {
  return Array.from(path.matchAll(/\{([a-z_]+)\}/g), ([, name]) => name ?? '');
}
