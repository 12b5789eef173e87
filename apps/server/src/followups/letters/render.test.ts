import { describe, expect, it } from 'vitest';
import { renderHtml, renderText, type Letter } from './index.ts';

const letter: Letter = {
  subject: 'A <b>bold</b> subject',
  blocks: [
    { kind: 'paragraph', text: `One two ${'three '.repeat(30)}end.` },
    {
      kind: 'facts',
      rows: [
        ['Subject', 'a\r\nBcc: b'],
        ['Gone', undefined],
        ['Empty', ''],
        ['To', 'x'],
      ],
    },
    { kind: 'quote', text: '550 <img src=x>\u0007\n\u001b[31mred' },
    { kind: 'link', label: 'Go', url: 'https://smtpy.example/confirm/abc' },
  ],
};

describe('letters', () => {
  it('as text have short lines, quoted words of others, and links whole', () => {
    const text = renderText(letter);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(text).toContain('\n\n  Subject: a Bcc: b\n  To:      x\n\n');
    expect(text).toContain('> 550 <img src=x>\n> [31mred\n');
    expect(text).toContain('Go:\nhttps://smtpy.example/confirm/abc\n');
  });

  it('as HTML keep markup of others text', () => {
    const markup = renderHtml(letter);
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('<b>');
    expect(markup).toContain('550 &lt;img src=x&gt;');
    expect(markup).toContain('href="https://smtpy.example/confirm/abc"');
  });
});
