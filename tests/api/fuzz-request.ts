import fc from 'fast-check';
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter } from '@smtpy/contract/openapi';
import { asJson, type SentBody, spoil } from './mutations.ts';
import { anyText, valuesOf } from './schema-values.ts';

/** An operation as the running server describes it. */
export interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

/** Who calls: people of the cast, keys of the owner, or nobody. */
export const roles = ['nobody', 'owner', 'viewer', 'key', 'administrator'] as const;
export type FuzzRole = (typeof roles)[number];

/** A made-up request; ids of real things are put in when it is sent. */
export interface FuzzRequest {
  readonly role: FuzzRole;
  /** By the name in the path; undefined: the id of a real thing. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: SentBody;
  /** Whether ids in a JSON body are those of real things. */
  readonly hasRealIds: boolean;
}

/** Requests for an operation: half of them as described, half of them spoilt somewhere. */
export function requestsFor(
  { operation }: Described,
  { components }: OpenApiDocument,
): fc.Arbitrary<FuzzRequest> {
  const parameters = operation.parameters ?? [];
  const of = (place: OpenApiParameter['in']): readonly OpenApiParameter[] =>
    parameters.filter((parameter) => parameter.in === place);
  return fc.record<FuzzRequest>(
    {
      role: fc.oneof(
        { arbitrary: fc.constant(likeliestRole(operation)), weight: 6 },
        { arbitrary: fc.constantFrom(...roles), weight: 2 },
      ),
      params: fc.record(Object.fromEntries(of('path').map(({ name }) => [name, pathValue]))),
      query: queryFor(of('query'), components.schemas),
      headers: headersFor(of('header')),
      body: bodyFor(operation, components.schemas),
      hasRealIds: fc.boolean(),
    },
    { noNullPrototype: true },
  );
}

/** Whoever gets furthest. */
function likeliestRole({ 'x-access': access }: OpenApiOperation): FuzzRole {
  if (access.kind === 'administrator') return 'administrator';
  return access.kind === 'public' ? 'nobody' : 'owner';
}

/** `.` and `..`, which a client of the web resolves before it asks: the request would be for another operation (WHATWG URL, double-dot segments). */
const dotSegment = /^(?:\.|%2e){1,2}$/iu;

/** Mostly the id of a thing that is there; else another id, or what is none. Already encoded for a path. */
const pathValue: fc.Arbitrary<string | undefined> = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 5 },
  { arbitrary: fc.uuid(), weight: 2 },
  anyText.map((text) => encodeURIComponent(text.toWellFormed())).filter((value) => !dotSegment.test(value)),
  fc.constantFrom(
    '%zz',
    '%00',
    '%ff',
    '..%2f..',
    '%252e%252e',
    '-',
    'x'.repeat(3_000),
    '00000000-0000-0000-0000-000000000000',
  ),
);

/** Cursors that look like ours and are not. */
const forgedCursors = fc
  .array(fc.oneof(anyText, fc.integer(), fc.constant(null), fc.uuid(), fc.constant('2026-01-01T00:00:00Z')), {
    maxLength: 3,
  })
  .map((keys) => Buffer.from(JSON.stringify(keys)).toString('base64url'));

function queryFor(
  parameters: readonly OpenApiParameter[],
  components: OpenApiDocument['components']['schemas'],
): fc.Arbitrary<string> {
  const fields = Object.fromEntries(
    parameters.map(({ name, schema }) => {
      const forged = name === 'cursor' ? [{ arbitrary: forgedCursors, weight: 4 }] : [];
      const value = fc.oneof(
        { arbitrary: valuesOf(schema, components), weight: 5 },
        { arbitrary: anyText, weight: 2 },
        ...forged,
      );
      return [name, value.map((given) => encodeURIComponent(String(given).toWellFormed().slice(0, 3_000)))];
    }),
  );
  const regular = fc.record(fields, { requiredKeys: [] }).map((values) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join('&'),
  );
  const strange = fc.constantFrom(
    '%',
    'a=%zz',
    '=',
    '&&&',
    'limit=1&limit=2',
    '__proto__=1',
    'constructor[prototype]=1',
    `x=${'y'.repeat(5_000)}`,
  );
  return fc.oneof({ arbitrary: regular, weight: 8 }, { arbitrary: strange, weight: 1 });
}

function headersFor(parameters: readonly OpenApiParameter[]): fc.Arbitrary<Readonly<Record<string, string>>> {
  const value = fc.oneof(
    fc.uuid(),
    fc.constantFrom('*', '""', 'W/"x", "y"', 'x'.repeat(300), 'key-1', 'a b', '0', 'é'),
    fc
      .string({
        unit: fc.constantFrom('a', 'Z', '0', '-', '_', '.', ':', '/', ' ', '"'),
        minLength: 1,
        maxLength: 20,
      })
      .map((text) => text.trim() || '-'),
  );
  const known = Object.fromEntries(parameters.map(({ name }) => [name.toLowerCase(), value]));
  const others = {
    accept: fc.constantFrom('*/*', 'text/html', 'application/xml;q=0.9'),
    'accept-encoding': fc.constantFrom('gzip', 'identity;q=0', 'br'),
    'x-request-id': fc.constantFrom('mine', 'x'.repeat(1_000), '"><script>'),
    traceparent: fc.constantFrom('00-00000000000000000000000000000000-0000000000000000-00', 'garbage'),
  };
  return fc.oneof(
    { arbitrary: fc.constant({}), weight: 3 },
    { arbitrary: fc.record({ ...known, ...others }, { requiredKeys: [], noNullPrototype: true }), weight: 1 },
  );
}

function bodyFor(
  { requestBody }: OpenApiOperation,
  components: OpenApiDocument['components']['schemas'],
): fc.Arbitrary<SentBody> {
  const media = requestBody?.content['application/json'];
  if (media?.schema === undefined)
    return fc.oneof({ arbitrary: fc.constant<SentBody>({}), weight: 4 }, { arbitrary: spoil({}), weight: 1 });
  const values = valuesOf(media.schema, components);
  return fc.oneof(
    { arbitrary: values.map(asJson), weight: 4 },
    { arbitrary: fc.constant(asJson(media.example)), weight: 1 },
    { arbitrary: spoil(media.example), weight: 2 },
    { arbitrary: values.chain(spoil), weight: 2 },
  );
}
