import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DotStuffer } from './dot-stuffing.ts';

function stuff(chunks: readonly string[]): string {
  const stuffer = new DotStuffer();
  const written = chunks.map((chunk) => stuffer.push(Buffer.from(chunk, 'latin1')).toString('latin1'));
  return written.join('') + stuffer.end().toString('latin1');
}

/** What RFC 5321 §4.5.2 has the receiver do. */
function unstuff(wire: string): { readonly content: string; readonly rest: string } {
  const lines = wire.split('\r\n');
  const end = lines.indexOf('.');
  const content = lines
    .slice(0, end)
    .map((line) => `${line.startsWith('.') ? line.slice(1) : line}\r\n`)
    .join('');
  return { content, rest: lines.slice(end + 1).join('\r\n') };
}

describe('DotStuffer', () => {
  it.each([
    [['a\r\n'], 'a\r\n.\r\n'],
    [['.\r\n'], '..\r\n.\r\n'],
    [['..\r\n.a\r\n'], '...\r\n..a\r\n.\r\n'],
    [['a.b\r\n'], 'a.b\r\n.\r\n'],
    [['a\r\n', '.b\r\n'], 'a\r\n..b\r\n.\r\n'],
    [['a\r', '\n', '.', '\r\n'], 'a\r\n..\r\n.\r\n'],
    [['no end'], 'no end\r\n.\r\n'],
    [['ends in dot\r\n.'], 'ends in dot\r\n..\r\n.\r\n'],
    [['a\r', '\n'], 'a\r\n.\r\n'],
    [[''], '.\r\n'],
    [[], '.\r\n'],
    [['a\r\n', '', '.b'], 'a\r\n..b\r\n.\r\n'],
  ])('%j → %j', (chunks, wire) => {
    expect(stuff(chunks)).toBe(wire);
  });

  it('never lets content after a bare LF look like the end', () => {
    expect(stuff(['a\n.\r\nMAIL FROM:<x@y.test>\r\n'])).toBe('a\n..\r\nMAIL FROM:<x@y.test>\r\n.\r\n');
  });

  it('does not copy a chunk without dots to double', () => {
    const chunk = Buffer.from('a.b\r\nc.d\r\n');
    expect(new DotStuffer().push(chunk)).toBe(chunk);
  });

  it('gives the receiver the octets it was given, however they are cut', () => {
    const line = fc.string({ unit: fc.constantFrom('.', 'a', '\t', '\0', '\xff', ' '), maxLength: 6 });
    const content = fc
      .array(line, { maxLength: 12 })
      .map((lines) => lines.map((text) => `${text}\r\n`).join(''));
    const cuts = fc.array(fc.nat(80), { maxLength: 8 });
    fc.assert(
      fc.property(content, cuts, (text, positions) => {
        const borders = [
          0,
          ...positions.map((at) => Math.min(at, text.length)).sort((a, b) => a - b),
          text.length,
        ];
        const chunks = borders.slice(1).map((end, index) => text.slice(borders[index], end));
        expect(unstuff(stuff(chunks))).toEqual({ content: text, rest: '' });
      }),
      { numRuns: 500 },
    );
  });
});
