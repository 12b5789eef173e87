import { describe, expect, it } from 'vitest';
import { parseTypedDomain } from './domain-name.ts';

const name = (ascii: string, isInternational = false): unknown => ({ kind: 'name', ascii, isInternational });

describe('parseTypedDomain', () => {
  it.each([
    ['example.com', name('example.com')],
    [' Example.COM. ', name('example.com')],
    ['https://www.example.com/path?x', name('www.example.com')],
    ['bücher.example', name('xn--bcher-kva.example', true)],
    ['xn--bcher-kva.example', name('xn--bcher-kva.example', true)],
    ['例え.jp', name('xn--r8jz45g.jp', true)],
  ])('reads %j', (text, expected) => {
    expect(parseTypedDomain(text)).toEqual(expected);
  });

  it.each([
    ['', { kind: 'empty' }],
    ['  ', { kind: 'empty' }],
    ['my domain.com', { kind: 'wrong', fault: 'spaces' }],
    ['jane@example.com', { kind: 'wrong', fault: 'address' }],
    ['localhost', { kind: 'wrong', fault: 'single_label' }],
    ['exa_mple.com', { kind: 'wrong', fault: 'characters' }],
    ['-a.example', { kind: 'wrong', fault: 'characters' }],
    ['a..example', { kind: 'wrong', fault: 'characters' }],
    ['192.0.2.1', { kind: 'wrong', fault: 'characters' }],
    [`${'a'.repeat(64)}.example`, { kind: 'wrong', fault: 'characters' }],
    [`${'a.'.repeat(130)}example`, { kind: 'wrong', fault: 'long' }],
  ])('refuses %j', (text, expected) => {
    expect(parseTypedDomain(text)).toEqual(expected);
  });
});
