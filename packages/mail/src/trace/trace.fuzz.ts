import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldValue, parseHeaderBlock } from '../header/index.ts';
import type { HeaderField } from '../header/index.ts';
import { formatAuthenticationResults, formatReceived, isForgedAuthenticationResults } from './index.ts';

const nearValue = fc
  .array(
    fc.constantFrom(
      'a',
      '.',
      ';',
      '=',
      '(',
      ')',
      '"',
      '\\',
      '@',
      ' ',
      '\r\n',
      '\0',
      'é',
      '\ud800',
      'dmarc=pass',
      '>',
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));
const hostile = fc.oneof(nearValue, fc.string({ unit: 'binary', maxLength: 400 }));

/** Removes comments and quoted strings by the grammar, so that what is left is structure. */
function structureOf(field: HeaderField): string {
  const value = fieldValue(field).toString('utf8');
  return value.replace(/"[^"\\]*"/g, 'Q').replace(/\([^()\\]*\)/g, '');
}

function expectOneField(field: HeaderField): void {
  const { fields } = parseHeaderBlock(Buffer.concat([field.raw, Buffer.from('\r\n')]));
  expect(fields.map(({ lowerName }) => lowerName)).toEqual([field.lowerName]);
  expect(field.raw.toString('latin1')).toMatch(/^(?:[\t\x20-\x7e]{1,998}\r\n)+$/);
}

describe('trace fields', () => {
  it('have one structure whatever the client says: Received', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (helo, clientName, clientIp, tls) => {
        const receivedAt = new Date(0);
        const field = formatReceived({
          helo,
          clientName,
          clientIp,
          tls,
          receivedBy: 'mx',
          protocol: 'ESMTP',
          id: 'i',
          receivedAt,
        });
        expectOneField(field);
        expect(structureOf(field)).toMatch(
          /^from [^ ;()]+ {1,2}\tby mx with ESMTP {1,2}\tid i;\tThu, 01 Jan 1970 00:00:00 \+0000$/,
        );
      }),
    );
  });

  it('have one structure whatever the client says: Authentication-Results', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (text, comment, mailFrom) => {
        const facts = {
          spf: { result: text, comment },
          dkim: [{ result: text, domain: text, selector: comment, isAligned: false, comment: mailFrom }],
          dmarc: { result: comment, policy: text, domain: mailFrom },
          arc: { result: text, comment: text },
        };
        const field = formatAuthenticationResults({ authservId: 'mx.example', facts, mailFrom, helo: text });
        expectOneField(field);
        expect(
          structureOf(field)
            .split(';')
            .map((part) => part.trim().split('=')[0]),
        ).toEqual(['mx.example', 'spf', 'dkim', 'dmarc', 'arc']);
      }),
    );
  });

  it('are judged without throwing, in linear time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const raw = Buffer.from(`Authentication-Results:${text.replaceAll('\r\n', '')}\r\n`);
        for (const field of parseHeaderBlock(raw).fields) isForgedAuthenticationResults(field, 'mx.example');
      }),
    );
    for (const unit of ['(', '()', '"', '"\\', '\\', ' ', 'a', '( ']) {
      const raw = Buffer.from(`Authentication-Results: ${unit.repeat(500_000)}\r\n`);
      const startedMs = performance.now();
      for (const field of parseHeaderBlock(raw).fields) isForgedAuthenticationResults(field, 'mx.example');
      expect(performance.now() - startedMs).toBeLessThan(5_000);
    }
  });

  it('are judged without exhausting the stack', () => {
    const raw = Buffer.from(`Authentication-Results: "${'a'.repeat(20_000_000)}\r\n`);
    const [field] = parseHeaderBlock(raw).fields;
    expect(field && isForgedAuthenticationResults(field, 'mx.example')).toBe(false);
  });
});
