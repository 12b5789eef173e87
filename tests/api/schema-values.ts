import fc from 'fast-check';
import type { JsonSchema, OpenApiDocument } from '@smtpy/contract/openapi';
import { password } from './world.ts';

type Components = OpenApiDocument['components']['schemas'];

/** How values are made: the schemas referred to, and how deep this one lies. */
interface Making {
  readonly components: Components;
  readonly depth: number;
}

/** Schemas may refer to themselves; beyond this nothing branches any more. */
const maxDepth = 5;

/** Texts that break programs which are not careful. */
const evilTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'lone \udfff surrogate',
  '\ufeff',
  '\u202Egnp.exe',
  'é',
  'é',
  '👩‍👩‍👧‍👦',
  'ß'.repeat(300),
  'İ',
  "'; drop table audit_entries; --",
  '" or ""="',
  '%27%20or%201=1',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '<script>alert(1)</script>',
  '\r\nX-Injected: yes',
  'a\tb\nc',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '${7*7}{{7*7}}',
  '%',
  '%s%n%x',
  '\\',
  '_%',
  '*'.repeat(1_000),
  'x'.repeat(10_001),
  '1e309',
  '-1',
  '0',
];

const text = fc.oneof(
  { arbitrary: fc.constantFrom(...evilTexts), weight: 2 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 2 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 1 },
);

/** Any text, likely one that hurts. */
export const anyText = text;

/** Any JSON value, likely one that hurts. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom(null, true, false, 0, -0, 1e21, -1e308, 2 ** 53, 0.1, [], {}, [[]], [null], { '': '' }),
  fc.jsonValue({ maxDepth: 3 }),
);

const formats: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
  uuid: () => fc.uuid(),
  'date-time': () =>
    fc
      .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  date: () =>
    fc
      .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  email: () => fc.emailAddress(),
  uri: () => fc.webUrl(),
};

/** What opens doors behind which there is more to find, by the name of the key. */
const knownValues: Readonly<Record<string, readonly unknown[]>> = {
  password: [password],
  currentPassword: [password],
  newPassword: [password],
};

/** Values that a schema takes, its edges likelier than the rest. What else a server asks for may still refuse them. */
export function valuesOf(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  return make(schema, { components, depth: 0 });
}

function make(schema: JsonSchema, making: Making): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const target = making.components[schema.$ref.replace('#/components/schemas/', '')];
    return target === undefined || making.depth > maxDepth ? fc.constant(null) : make(target, deeper(making));
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => make(branch, making)));
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length === 0) return anyJson;
  const values = fc.oneof(...types.map((type) => makeOfType(type, schema, making)));
  if (schema.example === undefined) return values;
  return fc.oneof({ arbitrary: values, weight: 4 }, { arbitrary: fc.constant(schema.example), weight: 1 });
}

function deeper(making: Making): Making {
  return { ...making, depth: making.depth + 1 };
}

function makeOfType(type: string, schema: JsonSchema, making: Making): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return makeString(schema);
    case 'integer':
    case 'number':
      return makeNumber(type, schema);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return makeArray(schema, making);
    case 'object':
      return makeObject(schema, making);
    default:
      return fc.constant(null);
  }
}

/** Within the bounds where the text can be cut or filled to them; a pattern is what is hardest to meet by chance. */
function makeString(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { format, pattern, minLength = 0, maxLength = 10_000 } = schema;
  const ofFormat = format === undefined ? undefined : formats[format];
  if (ofFormat !== undefined) return ofFormat();
  const fit = (value: string): string => value.padEnd(minLength, 'a').slice(0, maxLength);
  if (pattern !== undefined) {
    return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: Math.max(minLength, 40) }).map(fit);
  }
  const edges = fc.constantFrom(
    'a'.repeat(maxLength),
    'ü'.repeat(Math.max(1, minLength)),
    '😀'.repeat(Math.ceil(maxLength / 2)),
  );
  return fc.oneof({ arbitrary: text, weight: 5 }, { arbitrary: edges, weight: 1 }).map(fit);
}

function makeNumber(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  const { minimum: min = -(2 ** 53), maximum: max = 2 ** 53 } = schema;
  const inside =
    type === 'integer' ? fc.maxSafeInteger() : fc.double({ noNaN: true, noDefaultInfinity: true });
  const bounded = inside.map((value) => (value >= min && value <= max ? value : value < min ? min : max));
  return fc.oneof(
    fc.constantFrom(min, max),
    bounded,
    fc.integer({ min: Math.max(min, -1_000), max: Math.min(max, 1_000) }),
  );
}

function makeArray({ items, minItems = 0, maxItems = 5 }: JsonSchema, making: Making): fc.Arbitrary<unknown> {
  const most = making.depth > maxDepth ? minItems : Math.min(maxItems, Math.max(minItems, 5));
  return fc.array(make(items ?? {}, deeper(making)), { minLength: minItems, maxLength: most });
}

function makeObject(schema: JsonSchema, making: Making): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const values = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const value = make(property, deeper(making));
      const known = knownValues[name];
      return [name, known === undefined ? value : fc.oneof(fc.constantFrom(...known), value)];
    }),
  );
  const record = fc.record(values, {
    requiredKeys: required.filter((name) => name in properties),
    noNullPrototype: true,
  });
  if (typeof additionalProperties !== 'object') return record;
  const more = fc.dictionary(fc.string({ maxLength: 10 }), make(additionalProperties, deeper(making)), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  return fc.tuple(more, record).map(([extra, own]) => ({ ...extra, ...own }));
}
