/**
 * Purpose: the OpenAPI document of the HTTP API, made from the operations of the contract and nothing else. The reference page, the generated
 * reference files and the tests that attack the server read it.
 *
 * Standards: OpenAPI 3.1, JSON Schema 2020-12; the errors are problems of RFC 9457.
 *
 * Guarantees: pure, and the same operations give the same document octet for octet; every operation has all errors that can come of it.
 *
 * Fails with: an exception where two operations share an id or a method and path, or a group has no text: the contract is wrong.
 *
 * Not here: how it is shown, which is `http/reference-page` of the server.
 */
export { accessWords, scopeOf } from './access-words.ts';
export { createOpenApi, type OpenApiOptions } from './create-openapi.ts';
export type {
  JsonSchema,
  OpenApiDocument,
  OpenApiHeader,
  OpenApiMedia,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
  OpenApiTag,
  OperationAccess,
} from './document.ts';
export { errorsOf } from './errors-of.ts';
export { responsesOf } from './responses.ts';
export { tags } from './tags.ts';
