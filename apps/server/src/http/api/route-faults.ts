import { pathParameters, type Operation } from '@smtpy/contract';
import type { Route } from '../../api/index.ts';
import { isTransactional } from './run-work.ts';

/** What is wrong with routes by themselves, one sentence each; empty when they can be served. */
export function findRouteFaults(routes: readonly Route[]): readonly string[] {
  const operations = routes.map(({ operation }) => operation);
  return [
    ...repeated(operations.map(({ id }) => id)).map((id) => `${id} is served twice`),
    ...repeated(operations.map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`)).map(
      (place) => `${place} is there twice`,
    ),
    ...operations.flatMap(findOperationFaults),
  ];
}

/** What is wrong with the choice of routes: every operation of the contract is served, and nothing else is. */
export function findGaps(operations: readonly Operation[], routes: readonly Route[]): readonly string[] {
  const served = new Set(routes.map(({ operation }) => operation));
  const known = new Set(operations);
  return [
    ...operations.filter((operation) => !served.has(operation)).map(({ id }) => `nothing serves ${id}`),
    ...[...served]
      .filter((operation) => !known.has(operation))
      .map(({ id }) => `${id} is not in the contract`),
  ];
}

/** What contradicts itself within one operation. */
export function findOperationFaults(operation: Operation): readonly string[] {
  const { id, method, path, params, answer } = operation;
  const named = pathParameters(path).toSorted().join();
  const read = Object.keys(params?.shape ?? {})
    .toSorted()
    .join();
  const isJson = answer.contentType === undefined || answer.contentType === 'application/json';
  const faults: readonly (readonly [isFaulty: boolean, sentence: string])[] = [
    [named !== read, 'the parameters of the path are not those of its schema'],
    [method === 'GET' && operation.body !== undefined, 'a GET has no body'],
    [method === 'GET' && operation.takesIdempotencyKey === true, 'a GET needs no idempotency key'],
    [
      method !== 'GET' && operation.takesIdempotencyKey === true && !isTransactional(operation),
      'work that is no transaction cannot be recorded with an idempotency key',
    ],
    [operation.takesIdempotencyKey === true && !isJson, 'a stream cannot be given again'],
    [answer.status === 204 && answer.body !== undefined, 'a 204 has no body'],
    [answer.status !== 204 && isJson && answer.body === undefined, 'an answer in JSON has a schema'],
  ];
  return faults.filter(([isFaulty]) => isFaulty).map(([, sentence]) => `${id}: ${sentence}`);
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
