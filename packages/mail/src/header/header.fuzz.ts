import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress } from '../address/index.ts';
import {
  decodePhrase,
  decodeText,
  encodePhrase,
  fieldValue,
  findHeaderEnd,
  formatHeaderBlock,
  makeField,
  parseHeaderBlock,
  parseMailboxes,
} from './index.ts';

// What lines, folds, lists and encoded words are made of.
const piece = fc.constantFrom(
  ...[
    '\r\n',
    '\r',
    '\n',
    ' ',
    '\t',
    ':',
    'A',
    'From',
    '\0',
    '\xe9',
    '"',
    '\\',
    '(',
    ')',
    '<',
    '>',
    ',',
    ';',
    '@',
    '[',
    ']',
  ],
  ...['=?utf-8?Q?', '=?x?B?', '?=', '?', '=', '=C3', 'a@b', '.', '_'],
);
const nearMail = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));
const anyBytes = fc.oneof(
  nearMail,
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
);

describe('header blocks', () => {
  it('keep every byte', () => {
    fc.assert(
      fc.property(anyBytes, (start) => {
        const data = Buffer.concat([start, Buffer.from('\r\n\r\nbody')]);
        const end = findHeaderEnd(data);
        expect(formatHeaderBlock(parseHeaderBlock(data).fields).equals(data.subarray(0, end))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('never lose bytes before a missing empty line', () => {
    fc.assert(
      fc.property(anyBytes, (data) => {
        fc.pre(findHeaderEnd(data) < 0);
        const raw = Buffer.concat(parseHeaderBlock(data).fields.map((field) => field.raw));
        expect(raw.subarray(0, data.length).equals(data)).toBe(true);
      }),
    );
  });
});

describe('makeField', () => {
  it('makes exactly one field of the value, or throws RangeError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyBytes,
          fc.array(anyBytes, { maxLength: 30 }).map((all) => Buffer.concat(all)),
        ),
        (value) => {
          const raw = rawOrUndefined(value);
          if (raw === undefined) return;
          const { fields } = parseHeaderBlock(Buffer.concat([raw, Buffer.from('\r\n')]));
          expect(fields.map((field) => field.lowerName)).toEqual(['x-test']);
          const lines = raw.toString('latin1').slice(0, -2).split('\r\n');
          expect(lines.every((line) => line.length <= 998 && /[^ \t]/.test(line))).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('keeps the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        fc.pre(!/[\r\n\0]/.test(text));
        const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, '');
        expect(fieldValue(makeField('X-Test', text)).toString()).toBe(trimmed);
      }),
    );
  });
});

describe('mailboxes', () => {
  it('have phrases that stand before another address without changing it', () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        for (const { phrase } of parseMailboxes(value)) {
          const field = makeField('From', Buffer.concat([phrase, Buffer.from(' <reply@alias.example>')]));
          const rebuilt = parseMailboxes(fieldValue(field));
          expect(rebuilt.map(({ address }) => address && formatAddress(address))).toEqual([
            'reply@alias.example',
          ]);
          expect(rebuilt[0]?.phrase.equals(phrase)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('decoding', () => {
  it('never throws and gives clean text', () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        for (const text of [decodePhrase(value), decodeText(value)])
          expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('reverses encodePhrase', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        fc.pre(!/\p{Cc}/u.test(text) && text.trim() === text);
        expect(decodePhrase(Buffer.from(encodePhrase(text)))).toBe(text);
      }),
    );
  });
});

// Quadratic behaviour would need minutes for these; the deadline is for a slow and busy machine.
describe('linear time', () => {
  const sizeOctets = 1_000_000;
  const repeated = [
    '"',
    '(',
    '<',
    '[',
    '<"\\"',
    '(\\',
    '"\\" ',
    '=?',
    '=?a?B?x',
    '=?a?Q?',
    'a ',
    ' ',
    '\t@',
    ',',
    '\r\n',
    ':',
    '?=',
    '=?a?B?YQ?= ',
  ];
  it.each([...repeated, '("<[', '<"', 'a@b <'])('on repeated %j', (unit) => {
    const value = Buffer.from(unit.repeat(Math.ceil(sizeOctets / unit.length)), 'latin1');
    const startedMs = performance.now();
    parseMailboxes(value);
    decodePhrase(value);
    parseHeaderBlock(value).fields.forEach(fieldValue);
    rawOrUndefined(value);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});

function rawOrUndefined(value: Buffer): Buffer | undefined {
  try {
    return makeField('X-Test', value).raw;
  } catch (error) {
    // RangeError: the value has line ends or NUL.
    expect(error).toBeInstanceOf(RangeError);
    return undefined;
  }
}
