import { describe, expect, it } from 'vitest';
import { wordsOfCheck } from './check-words.ts';
import { neighbourOf, nextAfter } from './neighbour.ts';
import { shortcutOf } from './shortcuts.ts';

describe('going through the list', () => {
  const ids = ['a', 'b', 'c'];

  it('stops at its ends, and begins at the first', () => {
    expect(neighbourOf(ids, undefined, 1)).toBe('a');
    expect(neighbourOf(ids, 'gone', -1)).toBe('a');
    expect(neighbourOf(ids, 'a', 1)).toBe('b');
    expect(neighbourOf(ids, 'c', 1)).toBe('c');
    expect(neighbourOf(ids, 'a', -1)).toBe('a');
    expect(neighbourOf([], 'a', 1)).toBeUndefined();
  });

  it('goes on behind what was decided, or before it at the end', () => {
    expect(nextAfter(ids, new Set(['a']))).toBe('b');
    expect(nextAfter(ids, new Set(['b', 'c']))).toBe('a');
    expect(nextAfter(ids, new Set(ids))).toBeUndefined();
  });
});

describe('keys', () => {
  const pressed = { ctrlKey: false, metaKey: false, altKey: false, element: 'body', isEditable: false };

  it('do nothing while somebody types, and leave those of the browser alone', () => {
    expect(shortcutOf({ ...pressed, key: 'd' })).toBe('delete');
    expect(shortcutOf({ ...pressed, key: 'd', ctrlKey: true })).toBeUndefined();
    expect(shortcutOf({ ...pressed, key: 'd', element: 'input', isEditable: true })).toBeUndefined();
    expect(shortcutOf({ ...pressed, key: 'x' })).toBeUndefined();
    expect(shortcutOf({ ...pressed, key: 'toString' })).toBeUndefined();
  });
});

describe('checks', () => {
  it.each([
    ['The server that sent it may send for sender.example.', 'spf_passed', 'sender.example'],
    ['Signed by a.example, b.example, and unchanged since.', 'dkim_passed', 'a.example, b.example'],
    [
      'Nothing proves that it comes from x.example, which asks to refuse such mail.',
      'dmarc_reject',
      'x.example',
    ],
    ['Nobody signed it.', 'dkim_none', ''],
  ])('%s', (sentence, key, domain) => {
    expect(wordsOfCheck({ sentence })).toEqual({ key, domain });
  });

  it('that say something new stand for themselves', () => {
    expect(wordsOfCheck({ sentence: 'The moon was full.' })).toBeUndefined();
  });
});
