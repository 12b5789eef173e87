import type { ZodOpenApiOperationObject } from 'zod-openapi';
import type { Access, Operation } from '../api/index.ts';
import { accessWords, describeAccess, scopeOf } from './access-words.ts';
import { describeParameters } from './parameters.ts';
import { describeResponses } from './responses.ts';

/** One operation as OpenAPI has it. */
export function describeOperation(operation: Operation): ZodOpenApiOperationObject {
  const audited = operation.audited;
  const actions = audited !== undefined && !('nothing' in audited) ? audited : undefined;
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.deprecation && { deprecated: true }),
    description: describeWords(operation),
    security: securityOf(operation.access),
    requestParams: describeParameters(operation),
    ...(operation.body && {
      requestBody: {
        required: operation.isBodyOptional !== true,
        content: { 'application/json': { schema: operation.body, example: operation.example } },
      },
    }),
    responses: describeResponses(operation),
    'x-access': describeAccess(operation.access),
    'x-limit': operation.limit ?? 'ordinary',
    ...(actions && { 'x-audited': actions }),
    ...(operation.isBetterAuth === true && { 'x-better-auth': true }),
  };
}

/** What the operation says of itself, when it ends, and who may call it. */
function describeWords({ description, deprecation, access }: Operation): string {
  return [
    ...(deprecation === undefined
      ? []
      : [
          `**Going away:** deprecated since ${deprecation.since}, and not before ${deprecation.sunset} taken away. Use \`${deprecation.successor}\` instead.`,
        ]),
    description,
    `**Who may:** ${accessWords(access)}`,
  ].join('\n\n');
}

/** OpenAPI 3.1 lets the list behind a scheme name what is required of it. */
function securityOf(access: Access): Readonly<Record<string, string[]>>[] {
  if (access.kind === 'public') return [];
  if (access.kind === 'session') return [{ session: [] }];
  const scope = scopeOf(access);
  return [{ session: [] }, { key: scope === undefined ? [] : [scope] }];
}
