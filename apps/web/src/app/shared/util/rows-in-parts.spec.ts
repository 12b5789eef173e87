import { describe, expect, it } from 'vitest';
import { beginWriting, nextStep, writtenRows } from './rows-in-parts.ts';

const rows = (text: string) => Array.from(text, (id) => ({ id }));
const textOf = (shown: readonly { readonly id: string }[]): string => shown.map(({ id }) => id).join('');

describe('rows in parts', () => {
  it('begin with the first, and grow', () => {
    const begun = beginWriting(rows('abcdef'), undefined, 2);
    expect(textOf(writtenRows(begun))).toBe('ab');
    expect(textOf(writtenRows({ ...begun, upTo: 4 }))).toBe('abcd');
    expect(textOf(writtenRows({ ...begun, upTo: 9 }))).toBe('abcdef');
  });

  it('are written over those of the page before, which stand until then', () => {
    const begun = beginWriting(rows('ghijkl'), { rows: rows('abcdef'), upTo: 6, before: [] }, 2);
    expect(textOf(writtenRows(begun))).toBe('ghcdef');
    expect(textOf(writtenRows({ ...begun, upTo: 4 }))).toBe('ghijef');
  });

  it('are never more than there will be, nor any of them twice', () => {
    const full = { rows: rows('abcdef'), upTo: 6, before: [] };
    expect(textOf(writtenRows(beginWriting(rows('xyz'), full, 2)))).toBe('xyc');
    expect(textOf(writtenRows(beginWriting(rows('fxyzuv'), full, 2)))).toBe('fxcde');
    expect(textOf(writtenRows(beginWriting(rows('x'), full, 2)))).toBe('x');
    expect(textOf(writtenRows(beginWriting([], full, 2)))).toBe('');
  });

  it('are written at once where most of them stand', () => {
    const full = { rows: rows('abcdef'), upTo: 6, before: [] };
    expect(textOf(writtenRows(beginWriting(rows('Xabcde'), full, 2)))).toBe('Xabcde');
    expect(textOf(writtenRows(beginWriting(rows('abcdef'), full, 2)))).toBe('abcdef');
  });

  it('go on from what stands when others come in the middle', () => {
    const half = { rows: rows('ghijkl'), upTo: 2, before: rows('abcdef') };
    expect(textOf(writtenRows(beginWriting(rows('mnopqr'), half, 2)))).toBe('mncdef');
  });

  it('are as many at a time as fit, at least one, and at most twice as many as before', () => {
    expect(nextStep(2, 10, 5)).toBe(1);
    expect(nextStep(12, 10, 5)).toBe(6);
    expect(nextStep(1, 40, 5)).toBe(1);
    expect(nextStep(4, 4, 5)).toBe(5);
    expect(nextStep(4, 0.1, 5)).toBe(8);
    expect(nextStep(4, 0, 5)).toBe(8);
  });
});
