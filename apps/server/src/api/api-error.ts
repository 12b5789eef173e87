import { apiErrors, type ErrorCode } from '@smtpy/contract';

/** A fault at one place of the request. */
export interface FieldError {
  /** `body.name`, `query.limit`, `params.key_id`, `headers.idempotency-key`. */
  readonly path: string;
  /** A sentence that says what was wrong and what is right. */
  readonly message: string;
}

/** An error that the caller is told. Thrown by handlers and caught in one place, which undoes the work of the request and answers with a problem. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  /** What is special in this case; a sentence. Absent: the title of the code says it all. */
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number | undefined;
  /** Whether what the request did before is kept all the same: counts of failed tries, links that were used up. */
  readonly isWorkKept: boolean;
  /** Header fields for the answer, such as cookies that end. */
  readonly headers: readonly (readonly [name: string, value: string])[];

  constructor(
    code: ErrorCode,
    {
      detail,
      errors = [],
      retryAfterSeconds,
      isWorkKept = false,
      headers = [],
      cause,
    }: {
      readonly detail?: string | undefined;
      readonly errors?: readonly FieldError[];
      readonly retryAfterSeconds?: number;
      readonly isWorkKept?: boolean;
      readonly headers?: readonly (readonly [name: string, value: string])[];
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail ?? apiErrors[code].title, { cause });
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
    this.isWorkKept = isWorkKept;
    this.headers = headers;
  }

  get status(): number {
    return apiErrors[this.code].status;
  }

  /** A fault of one field of the body. */
  static field(path: string, message: string): ApiError {
    return new ApiError('invalid_request', { errors: [{ path, message }] });
  }
}
