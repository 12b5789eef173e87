import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type JsonSchema, type OpenApiDocument, responsesOf } from '@smtpy/contract/openapi';
import type { ApiReply } from './client.ts';
import type { Described } from './fuzz-request.ts';

/** What may come of a path that no operation has: a parameter can make one of it. */
const routeCodes: ReadonlySet<string | undefined> = new Set(['unknown_route', 'method_not_allowed']);

/** Says what is wrong with an answer; undefined where it is as described. */
export type AnswerCheck = (described: Described, reply: ApiReply) => string | undefined;

/** Judges answers by what the document says of their operation. What is not described is a fault: the answer tells too much. */
export function createAnswerCheck(document: OpenApiDocument): AnswerCheck {
  const { components } = document;
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formats.default(ajv);
  const schemas = Object.fromEntries(
    Object.entries(components.schemas).map(([name, schema]) => [name, close(schema)]),
  );
  ajv.addSchema({ $id: 'api', components: { schemas } });
  const compiled = new Map<JsonSchema, ValidateFunction>();
  const validatorOf = (schema: JsonSchema): ValidateFunction => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const text = JSON.stringify(close(schema)).replaceAll('"#/components/', '"api#/components/');
    const made = ajv.compile(JSON.parse(text) as object);
    compiled.set(schema, made);
    return made;
  };

  return ({ operation }, reply) => {
    if (reply.status >= 500) return `the server failed: ${String(reply.status)}`;
    const isProblem = reply.headers.get('content-type')?.startsWith('application/problem+json') === true;
    if (isProblem && routeCodes.has(reply.code)) return undefined;
    const response = responsesOf(document, operation)[String(reply.status)];
    if (response === undefined)
      return `status ${String(reply.status)} (${String(reply.code)}) is not described`;
    if (
      response['x-codes'] !== undefined &&
      !(response['x-codes'] as readonly unknown[]).includes(reply.code)
    )
      return `code ${String(reply.code)} is not described for status ${String(reply.status)}`;
    if (response.content === undefined)
      return reply.text === '' ? undefined : 'there is a body, and none is described';
    const contentType = reply.headers.get('content-type')?.split(';')[0] ?? '';
    const media = response.content[contentType];
    if (media === undefined) return `content of type “${contentType}” is not described`;
    if (media.schema === undefined || !/json$/u.test(contentType)) return undefined;
    const validate = validatorOf(media.schema);
    return validate(reply.json)
      ? undefined
      : `the body is not as described: ${ajv.errorsText(validate.errors)}`;
  };
}

/** The document leaves answers open for what later versions add; this server must send nothing that it does not describe. */
function close(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_name, value: unknown) => {
    const isObject = typeof value === 'object' && value !== null && 'properties' in value && 'type' in value;
    return isObject && !('additionalProperties' in value) ? { ...value, additionalProperties: false } : value;
  }) as JsonSchema;
}
