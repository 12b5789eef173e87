import type { ErrorCode, Problem } from '@smtpy/contract/web';

/** Why a request did not succeed. */
export type FailureKind =
  /** The server answered with a problem. */
  | 'problem'
  /** No answer came: no network, or the server is down. */
  | 'unreachable'
  /** No answer came in time. */
  | 'late';

/** A request that did not succeed. Words for people come from {@link FailureWords}. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  /** Of a problem. */
  readonly code: ErrorCode | undefined;
  readonly status: number | undefined;
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  /** Faults of fields: `path` as in `body.local_part`. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    kind: FailureKind,
    from: {
      readonly problem?: Partial<Problem>;
      readonly retryAfterSeconds?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(from.problem?.detail ?? from.problem?.title ?? kind, { cause: from.cause });
    this.kind = kind;
    this.code = from.problem?.code as ErrorCode | undefined;
    this.status = from.problem?.status;
    this.detail = from.problem?.detail;
    this.requestId = from.problem?.request_id;
    this.faults = from.problem?.errors ?? [];
    this.retryAfterSeconds = from.retryAfterSeconds;
  }

  /** Whether trying again may help without anything being changed. */
  get isTemporary(): boolean {
    return this.kind !== 'problem' || this.status === 429 || (this.status ?? 0) >= 500;
  }

  /** Whether what the address of a page names is not there: it is of nobody here, or no address at all. */
  get isMissing(): boolean {
    const isNoId = this.faults.length > 0 && this.faults.every(({ path }) => path.startsWith('params.'));
    return this.code === 'not_found' || (this.code === 'invalid_request' && isNoId);
  }

  /** What is wrong with a field of the body, as the server says it. */
  faultOf(field: string): string | undefined {
    return this.faults.find(({ path }) => path === `body.${field}` || path === field)?.message;
  }
}

/** Whatever was thrown, as a failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  // A resource wraps what its loader throws when that is no Error of ours.
  if (error instanceof Error && error.cause instanceof Failure) return error.cause;
  return new Failure('unreachable', { cause: error });
}
