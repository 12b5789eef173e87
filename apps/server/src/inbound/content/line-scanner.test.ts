import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxLineOctets } from '../limits.ts';
import { LineScanner } from './line-scanner.ts';

function scan(pieces: readonly Buffer[]) {
  const scanner = new LineScanner();
  for (const piece of pieces) {
    const fault = scanner.scan(piece);
    if (fault !== undefined) return { fault };
  }
  return { headerBytes: scanner.headerBytes };
}

function cut(data: Buffer, at: readonly number[]): readonly Buffer[] {
  const edges = [0, ...at.map((edge) => edge % (data.length + 1)).toSorted((a, b) => a - b), data.length];
  return edges.slice(1).map((end, index) => data.subarray(edges[index], end));
}

describe('line ends', () => {
  it.each(['a\nb\r\n', 'a\rb\r\n', '\n', '\r\r\n', '\r\n\n', 'a\r\n.\n', '\n.\r\n', '\r\0\n'])(
    'refuses %j',
    (text) => {
      const data = Buffer.from(text);
      const bytewise = cut(data, [...data.keys()]);
      expect(scan([data])).toEqual({ fault: 'bare_line_ending' });
      expect(scan(bytewise)).toEqual({ fault: 'bare_line_ending' });
    },
  );

  it('allows NUL and every other octet', () => {
    const octets = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet)).filter(
      (o) => o !== 10 && o !== 13,
    );
    expect(scan([Buffer.concat([Buffer.from(octets), Buffer.from('\r\n')])])).toEqual({
      headerBytes: 0,
    });
  });

  it('finds the same whatever the pieces', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\r', '\n', '\r\n', '.', '\r\n\r\n'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 6 }), (value, at) => {
        const data = Buffer.from(value);
        const isBare = /\r(?!\n)|(?<!\r)\n/.test(value.replace(/\r$/, ''));
        const result = scan(cut(data, at));
        expect(result).toEqual(scan([data]));
        expect('fault' in result).toBe(isBare);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the header block', () => {
  it.each([
    ['A: b\r\n\r\nbody\r\n', 8],
    ['\r\nbody\r\n', 2],
    ['A: b\r\nC: d\r\n', undefined],
    ['', undefined],
  ])('of %j has %s octets', (text, headerBytes) => {
    const data = Buffer.from(text);
    expect(scan([data])).toEqual({ headerBytes });
    expect(scan(cut(data, [...data.keys()]))).toEqual({ headerBytes });
  });
});

describe('long lines', () => {
  it('pass up to the limit with CRLF, and not beyond', () => {
    const fits = Buffer.from(`${'a'.repeat(maxLineOctets - 2)}\r\n`);
    const tooLong = Buffer.from(`${'a'.repeat(maxLineOctets - 1)}\r\n`);
    expect(scan([fits, fits])).toEqual({ headerBytes: 0 });
    expect(scan([fits, tooLong])).toEqual({ fault: 'line_too_long' });
  });

  it('are noticed before they end', () => {
    const piece = Buffer.alloc(40_000, 0x61);
    expect(scan([piece, piece])).toEqual({ fault: 'line_too_long' });
  });
});

describe('a missing empty line', () => {
  it.each([
    ['Hello world\r\nno header here\r\n', 0],
    ['A: b\r\nHello world\r\n', 6],
    ['A: b\r\n c\r\nD :e\r\njunk\r\nF: g\r\n\r\n', 16],
    ['A: b\r\nno colon', 6],
    ['From jane Sat Nov 22\r\nA: b\r\njunk line\r\n', 28],
    ['A: b\r\nFrom jane\r\n', 6],
    [': x\r\n', 0],
  ])('in %j ends the header block at %i, whatever the pieces', (text, headerBytes) => {
    const data = Buffer.from(text);
    expect(scan([data])).toEqual({ headerBytes });
    expect(scan(cut(data, [...data.keys()]))).toEqual({ headerBytes });
  });

  it('is none where every line is a field', () => {
    expect(scan([Buffer.from('A: b\r\n\tc\r\nX-Y_z: d\r\n')])).toEqual({ headerBytes: undefined });
  });
});
