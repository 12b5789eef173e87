import { expect, it } from 'vitest';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { lineEndings } from './line-endings.ts';

it('lets whole content pass', () => {
  const arrival = makeArrival('From: a@b.example\n\nx\n');
  expect(lineEndings(arrival, makeContext())).toEqual({ kind: 'continue', arrival });
});

it.each([
  ['bare_line_ending', 'CR or LF'],
  ['line_too_long', '65536'],
] as const)('refuses %s', (fault, words) => {
  const arrival = makeArrival('', { content: { kind: 'faulty', sizeBytes: 9, fault } });
  const result = lineEndings(arrival, makeContext());
  expect(result).toMatchObject({ kind: 'refuse', refusal: { reply: { code: 554, enhanced: '5.6.0' } } });
  expect(JSON.stringify(result)).toContain(words);
});
