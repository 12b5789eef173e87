import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from './csv.ts';

/** A reader of RFC 4180 in which every cell is quoted. */
function readLine(line: string): readonly string[] {
  return Array.from(line.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n$)/g), ([, cell = '']) =>
    cell.replaceAll('""', '"'),
  );
}

describe('a cell', () => {
  it.each([
    '=HYPERLINK("http://evil.example","click")',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠A',
  ])('that would be a formula begins with an apostrophe: %j', (text) => {
    expect(readLine(csvLine([text]))).toEqual([`'${text}`]);
  });

  it.each(['jane@people.example', '', 'a=b', '{"a":-1}', "'=1"])('stays as it is: %j', (text) => {
    expect(csvCell(text)).toBe(`"${text.replaceAll('"', '""')}"`);
  });
});

it('whatever cells hold, a line has as many of them and none begins a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
      const read = readLine(csvLine(cells));
      expect(read).toHaveLength(cells.length);
      for (const [index, cell] of read.entries()) {
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        expect([cells[index], `'${String(cells[index])}`]).toContain(cell);
      }
    }),
  );
});
