import type {} from './example-of-schema.ts';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Operation } from '../api/index.ts';
import { problem } from '../api/page.ts';
import { errorExamples, headers, securitySchemes } from './components.ts';
import type { OpenApiDocument, OpenApiTag } from './document.ts';
import { describeOperation } from './operation-object.ts';
import { errorResponses } from './responses.ts';
import { tags } from './tags.ts';

/** What the document is made for. */
export interface OpenApiOptions {
  readonly operations: readonly Operation[];
  /** Of the program. */
  readonly version: string;
  /** Where the API is, without a slash at the end. */
  readonly publicUrl: string;
}

const description =
  `The HTTP API of SMTPy. Bodies and answers are JSON in \`snake_case\`, times are RFC 3339 in UTC, ids are UUIDs, and unknown keys
in a request are faults. Lists come in pages: \`{items, next_cursor, total}\`. Errors are problems (RFC 9457) with a stable \`code\`. Answers may
get new keys at any time: read what you know and ignore the rest. Events are sent as they happen on the WebSocket \`/v1/live\`.`.replaceAll(
    '\n',
    ' ',
  );

/** The OpenAPI document of these operations. Throws where they contradict each other. */
export function createOpenApi({ operations, version, publicUrl }: OpenApiOptions): OpenApiDocument {
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: { title: 'SMTPy', version, description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: publicUrl }],
      tags: [...listTags(operations)],
      paths: describePaths(operations),
      components: {
        schemas: { Problem: problem },
        headers: { ...headers },
        responses: errorResponses(operations),
        examples: errorExamples,
        securitySchemes: securitySchemes as never,
      },
    },
    { override: openAnswers },
  );
  return document as unknown as OpenApiDocument;
}

/** Answers may get new keys later; a program that refuses them would break. What is sent is the server's schema all the same. */
function openAnswers({
  jsonSchema,
  io,
}: {
  readonly jsonSchema: { additionalProperties?: unknown };
  readonly io: 'input' | 'output';
}): void {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function listTags(operations: readonly Operation[]): readonly OpenApiTag[] {
  const used = new Set(operations.map(({ tag }) => tag));
  const unknown = [...used].filter((tag) => tags[tag] === undefined);
  if (unknown.length > 0) throw new Error(`groups without a text in openapi/tags.ts: ${unknown.join(', ')}`);
  return Object.entries(tags).flatMap(([name, text]) =>
    used.has(name) ? [{ name, description: text }] : [],
  );
}

function describePaths(operations: readonly Operation[]): ZodOpenApiPathsObject {
  const ids = new Set<string>();
  const paths: Record<string, Record<string, ReturnType<typeof describeOperation>>> = {};
  for (const operation of operations) {
    const { id, method, path } = operation;
    const ofPath = (paths[path] ??= {});
    const name = method.toLowerCase();
    if (ids.has(id) || ofPath[name] !== undefined)
      throw new Error(`two operations are called ${id} or answer to ${method} ${path}`);
    ids.add(id);
    ofPath[name] = describeOperation(operation);
  }
  return paths;
}
