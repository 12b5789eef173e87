import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiErrors, defineOperation, type Operation, pathParameters } from '../api/index.ts';
import { id, pageOf, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';
import { operations } from '../operations.ts';
import { createOpenApi, errorsOf, type OpenApiDocument, responsesOf, tags } from './index.ts';

const testdata = new URL('../../testdata/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, testdata), 'utf8'));
const create = (list: readonly Operation[]): OpenApiDocument =>
  createOpenApi({ operations: list, version: '1.2.3', publicUrl: 'https://mail.example' });

// The schema that the OpenAPI Initiative publishes. Ajv takes its dynamic anchor for the root of the file; without another dialect in
// play the static reference means the same.
const isOpenApi = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(
    JSON.stringify(read('openapi-3.1.schema.json')).replaceAll(
      '"$dynamicRef":"#meta"',
      '"$ref":"#/$defs/schema"',
    ),
  ) as object,
);

const [tag = ''] = Object.keys(tags);
const boat = z.object({ id, name: z.string(), crew: z.int().nullable() });
const base = { tag, summary: 'Boat', description: 'A boat.' };
const makeBoat = defineOperation({
  ...base,
  id: 'createBoat',
  method: 'POST',
  path: '/v1/boats',
  access: { kind: 'member', permission: 'members:write' },
  body: z.strictObject({ name: text({ max: 20 }), crew: z.int().min(0).default(1) }),
  example: { name: 'Ann' },
  answer: {
    status: 201,
    body: boat,
    example: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001', name: 'Ann', crew: 1 },
  },
  errors: ['already_exists'],
  audited: ['member.joined'],
  takesIdempotencyKey: true,
});
const listBoats = defineOperation({
  ...base,
  id: 'listBoats',
  method: 'GET',
  path: '/v1/boats',
  access: { kind: 'member', permission: 'members:read' },
  query: pageQuery,
  answer: { status: 200, body: pageOf(boat), example: { items: [], next_cursor: null, total: 0 } },
});
const sinkBoat = defineOperation({
  ...base,
  id: 'sinkBoat',
  method: 'DELETE',
  path: '/v1/boats/{boat_id}',
  access: { kind: 'session' },
  params: z.strictObject({ boat_id: id }),
  answer: { status: 204 },
  audited: { nothing: 'boats are no concern of the log' },
});
const boats: readonly Operation[] = [makeBoat, listBoats, sinkBoat];

describe('the document of any operations', () => {
  const document = create(boats);
  const { post: made, get: listed } = document.paths['/v1/boats'] ?? {};
  const responses = made === undefined ? {} : responsesOf(document, made);

  it('is OpenAPI 3.1', () => {
    isOpenApi(structuredClone(document));
    expect(isOpenApi.errors).toBeNull();
  });

  it('tells who may call, in words and for programs', () => {
    expect(made?.['x-access']).toEqual({ kind: 'member', role: 'admin', scope: 'members:write' });
    expect(made?.security).toEqual([{ session: [] }, { key: ['members:write'] }]);
    expect(made?.description).toContain('with the role `admin`');
    expect(document.paths['/v1/boats/{boat_id}']?.['delete']?.security).toEqual([{ session: [] }]);
  });

  it('names every parameter, those in the header included', () => {
    const names = (operation: typeof made): readonly string[] =>
      (operation?.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(names(made)).toEqual(['header Smtpy-Organization', 'header Idempotency-Key']);
    expect(names(listed)).toEqual([
      'query cursor',
      'query limit',
      'header Smtpy-Organization',
      'header If-None-Match',
    ]);
    expect(names(document.paths['/v1/boats/{boat_id}']?.['delete'])).toEqual(['path boat_id']);
  });

  it('has every error that access, input and limits imply, and those that the operation names', () => {
    expect(errorsOf(makeBoat)).toEqual([
      'invalid_request',
      'malformed_body',
      'body_too_large',
      'unsupported_media_type',
      'unauthenticated',
      'account_suspended',
      'role_insufficient',
      'scope_insufficient',
      'foreign_origin',
      'not_found',
      'already_exists',
      'idempotency_key_reused',
      'rate_limited',
      'internal_error',
      'unavailable',
    ]);
    expect(responses['409']?.['x-codes']).toEqual(['already_exists']);
    expect(errorsOf(listBoats)).not.toContain('role_insufficient');
  });

  it('closes what is sent to us and leaves open what we send', () => {
    expect(made?.requestBody?.content['application/json']?.schema?.additionalProperties).toBe(false);
    const answer = responses['201']?.content?.['application/json']?.schema;
    expect(answer?.required).toEqual(['id', 'name', 'crew']);
    expect(answer).not.toHaveProperty('additionalProperties');
  });

  it('announces what is going to be taken away', () => {
    const deprecation = { since: '2027-01-31', sunset: '2028-01-31', successor: '/v1/ships' } as const;
    const old = create([{ ...listBoats, deprecation }]).paths['/v1/boats']?.['get'];
    expect(old).toMatchObject({ deprecated: true, responses: { 200: { headers: { Sunset: {} } } } });
    expect(old?.description).toContain('not before 2028-01-31');
    expect(listed).not.toHaveProperty('deprecated');
  });

  it('refuses two operations with one id or one place, and groups without a text', () => {
    expect(() => create([makeBoat, { ...listBoats, id: 'createBoat' }])).toThrow('createBoat');
    expect(() => create([listBoats, { ...listBoats, id: 'other' }])).toThrow('GET /v1/boats');
    expect(() => create([{ ...listBoats, tag: 'Submarines' }])).toThrow('Submarines');
  });
});

describe('the document of the API', () => {
  const document = create(operations);
  const cases = operations.map((operation) => [operation.id, operation] as const);

  it('is OpenAPI 3.1', () => {
    isOpenApi(structuredClone(document));
    expect(isOpenApi.errors).toBeNull();
  });

  it('is what testdata/openapi.json says (UPDATE_GOLDEN=1 rewrites it)', () => {
    const actual = JSON.stringify(document, undefined, 1);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(new URL('openapi.json', testdata), `${actual}\n`);
    expect(JSON.parse(actual)).toEqual(read('openapi.json'));
  });

  it('has a name for every schema: those that refer to themselves unnamed make types that do not compile', () => {
    expect(Object.keys(document.components.schemas).filter((name) => name.startsWith('__'))).toEqual([]);
  });

  it('has a text for every group, and every group has operations', () => {
    expect(document.tags.map(({ name }) => name)).toEqual(Object.keys(tags));
  });

  it.each(cases)('%s tells what its path has, and what it changes', (_id, operation) => {
    expect(Object.keys(operation.params?.shape ?? {}).toSorted()).toEqual(
      pathParameters(operation.path).toSorted(),
    );
    expect(operation.id).toMatch(/^[a-z][A-Za-z0-9]+$/u);
    expect(operation.summary).not.toMatch(/\.$/u);
    expect(operation.description.trim().length).toBeGreaterThan(10);
    if (operation.method !== 'GET')
      expect(operation.audited, 'what it leaves in the audit log, or why nothing').toBeDefined();
    for (const code of operation.errors ?? []) expect(apiErrors).toHaveProperty(code);
    expect(operation.access.kind).toMatch(/^(?:public|session|user|member|administrator)$/u);
  });

  it.each(cases)('%s has examples that its schemas take', (_id, { body, example, answer }) => {
    if (body !== undefined) expect(body.safeParse(example)).toMatchObject({ success: true });
    if (answer.body !== undefined && (answer.contentType ?? 'application/json') === 'application/json')
      expect(answer.body.safeParse(answer.example)).toMatchObject({ success: true });
  });

  it.each(cases)('%s has answers and examples that JSON Schema takes', (_id, operation) => {
    const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
    const schemas = new Ajv2020({ strict: false });
    formatsPlugin.default(schemas);
    schemas.addSchema({ $id: 'api', components: document.components });
    const medias = [
      described?.requestBody,
      // A download that comes as JSON too has no example.
      operation.answer.body && described && responsesOf(document, described)[String(operation.answer.status)],
    ]
      .map((part) => part?.content?.['application/json'])
      .filter((media) => media?.schema !== undefined);
    for (const media of medias) {
      const schema = JSON.parse(
        JSON.stringify(media?.schema).replaceAll('"#/components/', '"api#/components/'),
      ) as object;
      expect(schemas.validate(schema, media?.example), schemas.errorsText()).toBe(true);
    }
  });
});
