import type { Operation } from '@smtpy/contract';
import { z } from 'zod';
import { ApiError, type FieldError } from '../../api/index.ts';
import { readQuery } from './query-string.ts';
import { faultsOf, sentenceOf } from './sentences.ts';
import { findUnwantedText } from './unwanted-text.ts';

/** A request as it came: decoded, but nothing checked. */
export interface RawInput {
  readonly params: unknown;
  /** Path and query. */
  readonly url: string;
  /** The JSON value; undefined where there was no body. */
  readonly body: unknown;
}

/** What the schemas of an operation made of a request. */
export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const nothing = z.strictObject({});

/**
 * Checks and converts everything that a request gives. Throws an {@link ApiError} that names every fault with its place. What an operation
 * does not ask for is a fault too, but for an empty object as the body, which clients send out of habit.
 */
export async function readInput(operation: Operation, raw: RawInput): Promise<Input> {
  const query = readQuery(raw.url);
  const body = raw.body === undefined && operation.isBodyOptional === true ? {} : raw.body;
  const parts = await Promise.all([
    readPart('params', operation.params ?? nothing, raw.params),
    readPart('query', operation.query ?? nothing, query.values),
    operation.body === undefined ? readNoBody(body) : readPart('body', operation.body, body),
  ]);
  const errors = [...query.errors, ...parts.flatMap((part) => part.errors)];
  if (errors.length > 0) throw new ApiError('invalid_request', { errors });
  const [params, queryPart, bodyPart] = parts;
  return {
    params: operation.params === undefined ? undefined : params.value,
    query: operation.query === undefined ? undefined : queryPart.value,
    body: bodyPart.value,
  };
}

interface Part {
  readonly value: unknown;
  readonly errors: readonly FieldError[];
}

async function readPart(name: string, schema: z.ZodType, given: unknown): Promise<Part> {
  const unwanted = findUnwantedText(name, given);
  if (unwanted !== undefined) return { value: undefined, errors: [unwanted] };
  const result = await schema.safeParseAsync(given, { error: sentenceOf });
  if (result.success) return { value: result.data, errors: [] };
  return { value: undefined, errors: faultsOf(name, result.error.issues) };
}

function readNoBody(given: unknown): Part {
  const isEmpty = given === undefined || nothing.safeParse(given).success;
  const errors = isEmpty ? [] : [{ path: 'body', message: 'This takes no body.' }];
  return { value: undefined, errors };
}
