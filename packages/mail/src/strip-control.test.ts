import { describe, expect, it } from 'vitest';
import { stripControl } from './index.ts';

describe('stripControl', () => {
  it.each([
    ['a\0b\r\n\tc\x7f\x1b[31md', 'abc[31md'],
    ['\u0085\u009bx', 'x'],
    ['\ud83d\ude00', '\ud83d\ude00'],
    ['a\ud83d', 'a'],
    ['\ude00a', 'a'],
    ['\ud83d\0\ude00', ''],
    ['é 例', 'é 例'],
  ])('%j becomes %j', (text, clean) => {
    expect(stripControl(text)).toBe(clean);
  });
});
