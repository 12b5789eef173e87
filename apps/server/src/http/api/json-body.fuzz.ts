import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ApiError } from '../../api/index.ts';
import { maxJsonDepth, parseJsonBody } from './json-body.ts';

const read = (text: string | Uint8Array): unknown => {
  try {
    return { value: parseJsonBody(Buffer.from(text as string)) };
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).code).toBe('malformed_body');
    return undefined;
  }
};

const poisoned = new Set(['__proto__', 'constructor', 'prototype']);
const namesOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [
        ...(Array.isArray(value) ? [] : [name]),
        ...namesOf(inner),
      ])
    : [];

it('gives what JSON.parse gives, or refuses', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 10, noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value).toWellFormed();
      const wanted: unknown = JSON.parse(text);
      const isPoisoned = namesOf(wanted).some((name) => poisoned.has(name));
      expect(read(text)).toEqual(isPoisoned ? undefined : { value: wanted });
    }),
  );
});

it('throws nothing else, whatever the bytes', () => {
  const marks = fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', '"a"', '1', 'null', ' ', '\\u0061');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(marks).map((parts) => parts.join('')),
        fc.uint8Array(),
      ),
      (text) => void read(text),
    ),
  );
});

it('refuses a name that comes twice, however it is written', () => {
  const escape = (name: string): string =>
    Array.from(
      { length: name.length },
      (_, at) => `\\u${name.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join('');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 10 }), (name) => {
      const [plain, escaped] = [JSON.stringify(name), `"${escape(name)}"`];
      expect(read(`{${plain}:1,"x${name.length} y":[{}],${escaped}:2}`)).toBeUndefined();
      if (!poisoned.has(name)) expect(read(`[{${plain}:1},{${escaped}:2}]`)).toBeDefined();
    }),
  );
});

it('takes as many levels as are allowed', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(read(nested(maxJsonDepth))).toBeDefined();
  expect(read(nested(maxJsonDepth + 1))).toBeUndefined();
  expect(read(`{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`)).toBeDefined();
});

it('1 MB is read in a moment, whatever it is made of', () => {
  const bodies = [
    (length: number) => `[${'"\\\\",'.repeat(length / 5)}1]`,
    (length: number) => `{${Array.from({ length: length / 12 }, (_, at) => `"n${at}":1`).join(',')}}`,
    (length: number) => `"${'\\"'.repeat(length / 2)}"`,
    (length: number) => `"${'a'.repeat(length)}"`,
    (length: number) => `"${'\\"'.repeat(length / 2)}`,
    (length: number) => '['.repeat(length),
  ];
  for (const bodyOf of bodies) {
    const body = bodyOf(1_000_000);
    const began = process.cpuUsage();
    read(body);
    // Of the processor, since other tests run beside this one.
    const { user, system } = process.cpuUsage(began);
    // A tenth of it is usual on a slow machine; what grows with the square of the length takes minutes.
    expect((user + system) / 1_000_000).toBeLessThan(2);
  }
});
