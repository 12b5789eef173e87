import type { AuditAction, ErrorCode, LimitClass, MemberRole, Scope } from '../api/index.ts';

/** A schema as JSON Schema 2020-12 has it, with the `example` of OpenAPI. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Who may call an operation, for programs that read the document. */
export interface OperationAccess {
  readonly kind: 'public' | 'session' | 'user' | 'member' | 'administrator';
  /** The lowest role that may; only of `member`. */
  readonly role?: MemberRole;
  /** What a key with a list of scopes needs; absent where keys may not or need not. */
  readonly scope?: Scope;
}

/** What one kind of content looks like. */
export interface OpenApiMedia {
  readonly schema?: JsonSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref?: string; readonly value?: unknown }>>;
}

/** A field of the header of an answer; most refer to `components.headers`. */
export interface OpenApiHeader {
  readonly $ref?: string;
  readonly description?: string;
  readonly schema?: JsonSchema;
}

/** What can come back with one status. */
export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, OpenApiHeader>>;
  readonly content?: Readonly<Record<string, OpenApiMedia>>;
  /** The codes that come with this status; absent of what succeeded. */
  readonly 'x-codes'?: readonly ErrorCode[];
}

/** A parameter in the path, the query or the header. */
export interface OpenApiParameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** One operation. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly deprecated?: boolean;
  /** Markdown; ends with who may call it. */
  readonly description: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, OpenApiMedia>>;
  };
  /** By status; `responsesOf` puts what is referred to in its place. */
  readonly responses: Readonly<Record<string, OpenApiResponse | { readonly $ref: string }>>;
  readonly 'x-access': OperationAccess;
  readonly 'x-limit': LimitClass;
  /** What is written into the audit log. */
  readonly 'x-audited'?: readonly AuditAction[];
  /** Whether the shapes are those of Better Auth. */
  readonly 'x-better-auth'?: true;
}

/** A group of operations. */
export interface OpenApiTag {
  readonly name: string;
  readonly description: string;
}

/** The whole document, as far as this program makes and reads it. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  readonly tags: readonly OpenApiTag[];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly headers: Readonly<Record<string, OpenApiHeader>>;
    readonly responses: Readonly<Record<string, OpenApiResponse>>;
    readonly examples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}
