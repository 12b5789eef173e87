import { apiErrors, type ErrorCode } from '../api/index.ts';
import type { OpenApiDocument, OpenApiHeader } from './document.ts';

/** What the answers to every operation carry, by name; each is a component of its own. */
export const headers = {
  'X-Request-Id': {
    description: 'The id of the request, under which the log of the server tells of it.',
    schema: { type: 'string', example: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001' },
  },
  RateLimit: {
    description: 'What is left: for each policy `r` requests, and `t` seconds until it is whole again.',
    schema: { type: 'string', example: '"organization";r=598;t=41' },
  },
  'RateLimit-Policy': {
    description: 'What is allowed: for each policy `q` requests in `w` seconds.',
    schema: { type: 'string', example: '"organization";q=600;w=60' },
  },
  'Retry-After': {
    description: 'Seconds after which trying again makes sense (RFC 9110 §10.2.3).',
    schema: { type: 'integer', minimum: 0, example: 30 },
  },
  ETag: {
    description: 'What `If-None-Match` of the next request names (RFC 9110 §8.8.3).',
    schema: { type: 'string', example: '"5f3c1e0a9b"' },
  },
  'Idempotency-Replayed': {
    description: '`true` where the answer is that of an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', const: 'true' },
  },
  Deprecation: {
    description: 'When the end of this operation was announced (RFC 9745).',
    schema: { type: 'string', example: '@1801353600' },
  },
  Sunset: {
    description: 'When it may be gone at the earliest (RFC 8594).',
    schema: { type: 'string', example: 'Mon, 31 Jan 2028 00:00:00 GMT' },
  },
  Link: {
    description: 'What takes its place (RFC 5829 §3).',
    schema: { type: 'string', example: '</v1/keys>; rel="successor-version"' },
  },
} as const satisfies Readonly<Record<string, OpenApiHeader>>;

/** A name of {@link headers}. */
export type HeaderName = keyof typeof headers;

/** A reference to the component of a header field. */
export function headerRefs(
  names: readonly HeaderName[],
): Readonly<Record<string, { readonly $ref: string }>> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** How a caller proves who it is. */
export const securitySchemes: OpenApiDocument['components']['securitySchemes'] = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'smtpy.session_token',
    description:
      'The cookie that signing in sets: for browsers, and only for pages of this server. Over HTTPS its name begins with `__Secure-`.',
  },
  key: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'smtpy…',
    description: 'An API key: 52 letters and digits that begin with `smtpy`.',
  },
};

/** One example of a problem per code. */
export const errorExamples = Object.fromEntries(
  (Object.keys(apiErrors) as ErrorCode[]).map((code) => [
    code,
    { summary: apiErrors[code].title, value: exampleOf(code) },
  ]),
);

function exampleOf(code: ErrorCode): unknown {
  const { status, title } = apiErrors[code];
  return {
    type: `/docs#error-${code}`,
    title,
    status,
    code,
    request_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
    ...(code === 'invalid_request' && { errors: [{ path: 'body.name', message: 'This is empty.' }] }),
  };
}
