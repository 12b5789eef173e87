import { apiErrors, type ErrorCode, type Operation } from '../api/index.ts';
import { problem } from '../api/page.ts';
import { headerRefs, type HeaderName } from './components.ts';
import type { OpenApiDocument, OpenApiOperation, OpenApiResponse } from './document.ts';
import { errorsOf } from './errors-of.ts';

/** What every answer carries. */
const common: readonly HeaderName[] = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'];

/** Statuses after which coming back later helps. */
const retriedStatuses: ReadonlySet<number> = new Set([429, 503]);

/** Of answers that are files. */
const anyText = { type: 'string' } as const;
/** Of a file that is JSON: what is in it is told in words. */
const anyJson = {} as const;

/** Whether an answer has an ETag, so that a request can ask whether it is still the same. */
export function hasETag({ method, answer }: Operation): boolean {
  return method === 'GET' && isJson(answer.contentType);
}

function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || contentType === 'application/json';
}

/** Everything that can come back, by status. */
export function describeResponses(operation: Operation) {
  return {
    [String(operation.answer.status)]: describeSuccess(operation),
    ...(hasETag(operation) && { '304': describeUnchanged() }),
    ...Object.fromEntries(groupByStatus(errorsOf(operation)).map(describeErrors)),
  };
}

function describeSuccess(operation: Operation) {
  const { status } = operation.answer;
  const names: readonly HeaderName[] = [
    ...common,
    ...(hasETag(operation) ? (['ETag'] as const) : []),
    ...(operation.takesIdempotencyKey === true ? (['Idempotency-Replayed'] as const) : []),
    ...(operation.deprecation === undefined ? [] : (['Deprecation', 'Sunset', 'Link'] as const)),
  ];
  return {
    description: successWords[status],
    headers: headerRefs(names),
    ...(status !== 204 && { content: describeContent(operation.answer) }),
  };
}

/** What is no JSON is a text to the document, whatever is in it. */
function describeContent(answer: Operation['answer']) {
  const { body, example, contentType = 'application/json', otherContentTypes = [] } = answer;
  const mediaOf = (type: string) => ({
    schema: body ?? (isJson(type) ? anyJson : anyText),
    ...(example !== undefined && { example }),
  });
  return Object.fromEntries([contentType, ...otherContentTypes].map((type) => [type, mediaOf(type)]));
}

const successWords: Readonly<Record<Operation['answer']['status'], string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken; the work is done later.',
  204: 'Done; there is nothing to tell.',
};

function describeUnchanged() {
  return {
    description: 'Nothing has changed since the answer whose `ETag` the request names in `If-None-Match`.',
    headers: headerRefs([...common, 'ETag']),
  };
}

function groupByStatus(codes: readonly ErrorCode[]): readonly (readonly [number, readonly ErrorCode[]])[] {
  const groups = Map.groupBy(codes, (code) => apiErrors[code].status);
  return [...groups].toSorted(([left], [right]) => left - right);
}

function describeErrors([status, codes]: readonly [number, readonly ErrorCode[]]) {
  return [String(status), { $ref: `#/components/responses/${nameErrors(status, codes)}` }] as const;
}

function nameErrors(status: number, codes: readonly ErrorCode[]): string {
  return `${status}.${codes.join('.')}`;
}

/** What the errors of these operations refer to: one component for each set of codes that comes with one status. */
export function errorResponses(operations: readonly Operation[]) {
  const groups = operations.flatMap((operation) => groupByStatus(errorsOf(operation)));
  return Object.fromEntries(
    groups.map(([status, codes]) => [nameErrors(status, codes), describeErrorGroup(status, codes)]),
  );
}

function describeErrorGroup(status: number, codes: readonly ErrorCode[]) {
  const names = retriedStatuses.has(status) ? [...common, 'Retry-After' as const] : common;
  return {
    description: codes.map((code) => `\`${code}\`: ${apiErrors[code].title}.`).join('\n\n'),
    headers: headerRefs(names),
    content: {
      'application/problem+json': {
        schema: problem,
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
    'x-codes': codes,
  };
}

const responsesPlace = '#/components/responses/';

/** What an operation can answer, by status, with what it refers to put in its place. */
export function responsesOf(
  { components }: Pick<OpenApiDocument, 'components'>,
  { responses }: OpenApiOperation,
): Readonly<Record<string, OpenApiResponse>> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      if (!('$ref' in response)) return [status, response];
      const target = components.responses[response.$ref.slice(responsesPlace.length)];
      if (target === undefined) throw new Error(`the document has no ${response.$ref}`);
      return [status, target];
    }),
  );
}
