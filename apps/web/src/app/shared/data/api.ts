import { inject, Injectable } from '@angular/core';
import {
  repeatable,
  routes,
  type Answer,
  type Arguments,
  type OperationId,
  type Problem,
} from '@smtpy/contract/web';
import { CurrentOrganization } from './current-organization.ts';
import { Failure } from './failure.ts';
import { createRepeatKeys } from './repeat-keys.ts';

/** How long an answer may take. Exports are read as they come and are not bounded by it. */
const timeoutMs = 30_000;

/** What goes with a call besides its arguments. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether the operation concerns the person and no organization; then no organization is named. */
  readonly isPersonal?: boolean;
}

interface SendOptions extends CallOptions {
  /** Of the answer; default JSON. */
  readonly accept?: string;
  /** The `Idempotency-Key`. */
  readonly repeatKey?: string;
}

/** The HTTP API, typed by the contract. Everything that the pages know of the server comes through here. */
@Injectable({ providedIn: 'root' })
export class Api {
  readonly #organization = inject(CurrentOrganization);
  readonly #keys = createRepeatKeys();
  #tellRefusal: (failure: Failure) => void = () => undefined;

  /** Says who hears of refused calls, besides whoever called: the session, which may have ended. */
  whenRefused(tell: (failure: Failure) => void): void {
    this.#tellRefusal = tell;
  }

  /** Calls an operation; throws a {@link Failure} when it does not succeed. */
  async call<Id extends OperationId>(
    id: Id,
    given: Arguments<Id> = {} as Arguments<Id>,
    options: CallOptions = {},
  ): Promise<Answer<Id>> {
    if (!repeatable.has(id)) return this.#ask(id, given, options);
    const request = JSON.stringify([id, this.#organization.id(), given]);
    return this.#keys.use(request, (repeatKey) => this.#ask(id, given, { ...options, repeatKey }));
  }

  async #ask<Id extends OperationId>(
    id: Id,
    given: Arguments<Id>,
    options: SendOptions,
  ): Promise<Answer<Id>> {
    const { response, timer } = await this.#request(id, given, options);
    try {
      return (response.status === 204 ? undefined : await readJson(response)) as Answer<Id>;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Calls an operation whose answer is a file: the response as it comes, checked for success. */
  async send<Id extends OperationId>(
    id: Id,
    given: Arguments<Id> = {} as Arguments<Id>,
    options: CallOptions & { readonly accept?: string } = {},
  ): Promise<Response> {
    const { response, timer } = await this.#request(id, given, options);
    // A file is read as it comes, however long that takes.
    clearTimeout(timer);
    return response;
  }

  async #request<Id extends OperationId>(
    id: Id,
    given: Arguments<Id>,
    options: SendOptions,
  ): Promise<{ readonly response: Response; readonly timer: ReturnType<typeof setTimeout> }> {
    const { params, query, body } = given as {
      readonly params?: Readonly<Record<string, unknown>>;
      readonly query?: Readonly<Record<string, unknown>>;
      readonly body?: unknown;
    };
    const [method = 'GET', path = ''] = routes[id].split(' ');
    const headers = new Headers({ accept: options.accept ?? 'application/json' });
    const organization = this.#organization.id();
    if (organization !== undefined && options.isPersonal !== true)
      headers.set('smtpy-organization', organization);
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (options.repeatKey !== undefined) headers.set('idempotency-key', options.repeatKey);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    const late = deadline.signal;
    const init: RequestInit = {
      method,
      headers,
      credentials: 'same-origin',
      signal: options.signal === undefined ? late : AbortSignal.any([late, options.signal]),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    try {
      const response = await fetchOrFail(fillPath(path, params) + toQuery(query), init, late);
      if (!response.ok) throw await toProblem(response);
      return { response, timer };
    } catch (error) {
      // Expected: a Failure, or that nobody wants the answer any more. Nothing is awaited then.
      clearTimeout(timer);
      if (error instanceof Failure && error.kind === 'problem') this.#tellRefusal(error);
      throw error;
    }
  }
}

async function fetchOrFail(url: string, init: RequestInit, late: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    // Expected: no network, no server, too late; or the caller does not want it any more.
    if (init.signal?.aborted === true && !late.aborted) throw error;
    throw new Failure(late.aborted ? 'late' : 'unreachable', { cause: error });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    // Expected: the connection broke in the middle of the answer.
    throw new Failure('unreachable', { cause: error });
  }
}

async function toProblem(response: Response): Promise<Failure> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const isProblem = response.headers.get('content-type')?.includes('json') === true;
  const problem = isProblem ? ((await readJson(response)) as Partial<Problem>) : { status: response.status };
  return new Failure('problem', {
    problem: { ...problem, status: response.status },
    retryAfterSeconds: Number.isNaN(retryAfter) ? undefined : retryAfter,
  });
}

function fillPath(path: string, params: Readonly<Record<string, unknown>> = {}): string {
  return path.replace(/\{([a-z_]+)\}/gu, (_whole, name: string) => encodeURIComponent(String(params[name])));
}

/** The query as text; what is undefined, null or empty is left out. */
export function toQuery(query: Readonly<Record<string, unknown>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '')
      search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
