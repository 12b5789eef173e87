import { parseHeaderBlock } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { readAuthor, readReplyTo } from './author.ts';

function header(text: string) {
  return parseHeaderBlock(Buffer.from(`${text}\r\n\r\n`, 'latin1'));
}

describe('readAuthor', () => {
  it('takes the first address of the first From', () => {
    const author = readAuthor(
      header('From: =?utf-8?q?J=C3=B6rg?= <jorg@a.example>, b@b.example\r\nFrom: c@c.example'),
    );
    expect(author).toMatchObject({ kind: 'found', address: { localPart: 'jorg', domain: 'a.example' } });
    expect(author.kind === 'found' && author.phrase.toString('latin1')).toBe('=?utf-8?q?J=C3=B6rg?=');
  });

  it('goes past entries without an address', () => {
    expect(readAuthor(header('From: undisclosed <>, ann@a.example'))).toMatchObject({
      address: { localPart: 'ann' },
    });
  });

  it.each(['Subject: x', 'From:', 'From: nobody', 'From: a@[192.0.2.1]'])('misses it in %s', (text) => {
    expect(readAuthor(header(text))).toEqual({ kind: 'missing' });
  });
});

describe('readReplyTo', () => {
  it('reads Reply-To and nothing else', () => {
    expect(readReplyTo(header('From: a@a.example'))).toEqual({ kind: 'missing' });
    expect(readReplyTo(header('Reply-To: b@b.example'))).toMatchObject({ address: { localPart: 'b' } });
  });
});
