import type { Readable } from 'node:stream';
import type { IncomingHttpHeaders } from 'node:http';
import type { Operation, OperationAnswer, OperationInput } from '@smtpy/contract';
import type { Caller, MemberCaller, Principal } from './caller.ts';

/** Who calls an operation with this access rule. */
type CallerOf<O extends Operation> = O['access'] extends { readonly kind: 'member' }
  ? MemberCaller
  : O['access'] extends { readonly kind: 'public' }
    ? Caller
    : Caller & { readonly principal: Principal };

/** What a handler is given. */
export type Call<O extends Operation> = OperationInput<O> & {
  readonly caller: CallerOf<O>;
  readonly headers: IncomingHttpHeaders;
  /** Aborted when the client is gone or its time is over. */
  readonly signal: AbortSignal;
};

/** An answer that is no JSON: sent as it comes. */
export interface StreamedAnswer {
  readonly kind: 'stream';
  readonly contentType: string;
  /** A download with this name; absent: shown in place. */
  readonly fileName?: string;
  /** Header fields besides those of every download: its length, how many rows it has. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly stream: Readable;
}

/** An answer with header fields of its own: cookies, a location. */
export interface HeadedAnswer<Body> {
  readonly kind: 'headed';
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Body;
}

/** What a handler gives. */
export type Answer<O extends Operation> =
  OperationAnswer<O> | StreamedAnswer | HeadedAnswer<OperationAnswer<O>>;

/** An operation with what it does. */
export interface Route {
  readonly operation: Operation;
  readonly handle: (call: never) => Promise<unknown>;
}

/** Joins an operation and its handler; the types of input and answer are those of the operation's schemas. */
export function route<O extends Operation>(
  operation: O,
  handle: (call: Call<O>) => Promise<Answer<O>>,
): Route {
  return { operation, handle };
}

/** A download. */
export function streamed(answer: Omit<StreamedAnswer, 'kind'>): StreamedAnswer {
  return { kind: 'stream', ...answer };
}
