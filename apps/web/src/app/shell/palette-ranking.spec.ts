import { describe, expect, it } from 'vitest';
import { AtSign } from 'lucide';
import { arrange, looksLikeMessageId, matching, rankOf } from './palette-ranking.ts';
import { parse } from './recent-choices.ts';

const option = (title: string, detail?: string) => ({ id: title, title, detail, icon: AtSign });

describe('ranks', () => {
  it('are better the earlier the match stands', () => {
    const ranks = ['shop', 'shop@my.example', 'my-shop@x.example', 'workshop', 'bank'].map((text) =>
      rankOf(text, 'Shop'),
    );
    expect(ranks).toEqual([0, 1, 2, 3, 4]);
  });

  it('know no accents, and take what is wanted literally', () => {
    expect(rankOf('Équipe', 'equ')).toBe(1);
    expect(rankOf('a.b', 'a+')).toBe(4);
    expect(rankOf('x (a+b', '(a+')).toBe(2);
  });
});

describe('groups', () => {
  it('stand with the most relevant first, without empty ones', () => {
    const groups = arrange(
      [
        { id: 'page', title: 'Pages', options: [option('Workshop')] },
        { id: 'alias', title: 'Aliases', options: [option('my-shop@x.example'), option('shop@x.example')] },
        { id: 'domain', title: 'Domains', options: [] },
      ],
      'shop',
    );
    expect(groups.map(({ id, options }) => [id, options.map(({ title }) => title)])).toEqual([
      ['alias', ['shop@x.example', 'my-shop@x.example']],
      ['page', ['Workshop']],
    ]);
  });

  it('keep what matches in title or detail', () => {
    expect(matching([option('Your order', 'shop@x.example'), option('Bank')], 'shop')).toHaveLength(1);
  });
});

describe('a Message-ID', () => {
  it('is known by its form', () => {
    expect(looksLikeMessageId('<1@example.com>')).toBe(true);
    expect(looksLikeMessageId('1@example.com')).toBe(true);
    expect(looksLikeMessageId('order 1')).toBe(false);
  });
});

describe('what this device remembers', () => {
  it('is read with care', () => {
    expect(parse(null)).toEqual({});
    expect(parse('{')).toEqual({});
    expect(
      parse('{"a":[{"id":"page:rules"},{"id":1},{"id":"x","path":"https://evil.example"},null],"b":3}'),
    ).toEqual({
      a: [{ id: 'page:rules' }],
      b: [],
    });
  });
});
