import fc from 'fast-check';
import { anyJson, anyText } from './schema-values.ts';

/** A body as it goes out. */
export interface SentBody {
  /** Absent: no body at all. */
  readonly content?: string | Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
}

const json = 'application/json';

/** A value as it is. */
export function asJson(value: unknown): SentBody {
  return { content: JSON.stringify(value ?? null), contentType: json };
}

/** Where in a value something can be changed: itself and everything within. */
function placesOf(
  value: unknown,
  place: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [place];
  const inner = Object.entries(value).flatMap(([name, part]) => placesOf(part, [...place, name]));
  return [place, ...inner].slice(0, 200);
}

/** A copy with another value at a place; `undefined` takes it away. */
function replaceAt(value: unknown, [name, ...rest]: readonly (string | number)[], other: unknown): unknown {
  if (name === undefined) return other;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[name] = replaceAt(copy[name], rest, other);
  return copy;
}

/** What nobody may add: rights, prototypes, and what is none of the caller's business. */
const forbiddenMembers: readonly string[] = [
  '"__proto__":{"isAdministrator":true}',
  '"constructor":{"prototype":{"x":1}}',
  '"prototype":{}',
  '"is_administrator":true',
  '"role":"owner"',
  '"organization_id":"019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001"',
  '"id":1',
  '"":""',
];

/** Whole texts that are no request. */
const brokenTexts: readonly string[] = [
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '1e400',
  '-',
  '{"a":1,"a":2}',
  "{'a':1}",
  '{"a":NaN}',
  '\ufeff{}',
  '{}{}',
  '{}\u0000',
  '['.repeat(20_000),
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`,
  `[${'0,'.repeat(200_000)}0]`,
];

const contentTypes: readonly string[] = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset="',
  'application/jsonp',
  'application/merge-patch+json',
  'garbage',
  '',
];

/** Bodies that are nearly right, made from one that is, and some that are nothing at all. */
export function spoil(value: unknown): fc.Arbitrary<SentBody> {
  const places = placesOf(value);
  const anywhere = fc.constantFrom(...places);
  const wrongValue = fc
    .tuple(anywhere, anyJson)
    .map(([place, other]) => asJson(replaceAt(value, place, other)));
  const missing = anywhere.map((place) => asJson(replaceAt(value, place, undefined)));
  const evilText = fc
    .tuple(anywhere, anyText)
    .map(([place, other]) => asJson(replaceAt(value, place, other)));
  const extra = fc.constantFrom(...forbiddenMembers).map((member): SentBody => {
    const inner = JSON.stringify(value ?? {});
    const rest = inner === '{}' ? '}' : `,${inner.slice(1)}`;
    return { content: inner.startsWith('{') ? `{${member}${rest}` : `{${member}}`, contentType: json };
  });
  const cut = fc.nat(60).map((length): SentBody => ({
    content: JSON.stringify(value ?? {}).slice(0, length),
    contentType: json,
  }));
  const broken = fc.constantFrom(...brokenTexts).map((content): SentBody => ({ content, contentType: json }));
  const octets = fc
    .uint8Array({ minLength: 1, maxLength: 50 })
    .map((bytes): SentBody => ({ content: Uint8Array.from(bytes), contentType: json }));
  const otherKind = fc
    .constantFrom(...contentTypes)
    .map((contentType): SentBody => ({ content: JSON.stringify(value ?? {}), contentType }));
  return fc.oneof(
    { arbitrary: wrongValue, weight: 4 },
    { arbitrary: evilText, weight: 4 },
    { arbitrary: missing, weight: 2 },
    { arbitrary: extra, weight: 2 },
    cut,
    { arbitrary: broken, weight: 2 },
    octets,
    otherKind,
    fc.constant<SentBody>({}),
  );
}
