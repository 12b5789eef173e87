import { describe, expect, it } from 'vitest';
import en from '../i18n/en.json' with { type: 'json' };
import fr from '../i18n/fr.json' with { type: 'json' };
import { pathOf, toneOf } from './notice.ts';
import { noticeSentence, type Dictionary } from './notice-sentence.ts';

function dictionary(words: object): Dictionary {
  const find = (key: string): unknown =>
    key
      .split('.')
      .slice(1)
      .reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>> | undefined)?.[part], words);
  return {
    t: (key, values = {}) =>
      String(find(key)).replace(
        /\{\{(\w+)\}\}/gu,
        (_, name: string) => (values[name] as string | undefined) ?? '',
      ),
    has: (key) => typeof find(key) === 'string',
  };
}

describe('a notice', () => {
  it('is told with what is known of it', () => {
    const notice = {
      kind: 'forward_failed',
      data: { address: 'jane@provider.example', failure_class: 'full' },
    };
    expect(noticeSentence(notice, dictionary(en))).toBe(
      'A message could not be forwarded to jane@provider.example: the mailbox is full.',
    );
    expect(noticeSentence(notice, dictionary(fr))).toContain(
      'jane@provider.example\u00a0: la boîte est pleine',
    );
  });

  it('says who paused a mailbox', () => {
    const byHand = { kind: 'mailbox_paused', data: { address: 'a@b.example', cause: 'by_hand' } };
    const byFailures = { kind: 'mailbox_paused', data: { address: 'a@b.example', cause: 'full' } };
    expect(noticeSentence(byHand, dictionary(en))).toContain('by hand');
    expect(noticeSentence(byFailures, dictionary(en))).toContain('refused too many');
  });

  it('is left to the server where the kind or a name is not known', () => {
    expect(noticeSentence({ kind: 'flood', data: {} }, dictionary(en))).toBeUndefined();
    expect(noticeSentence({ kind: 'domain_lost', data: {} }, dictionary(en))).toBeUndefined();
    expect(toneOf({ kind: 'flood' })).toBe('warning');
  });

  it('leads to what it is about', () => {
    const id = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011';
    expect(pathOf({ kind: 'mailbox_paused', subject: { kind: 'mailbox', id } })).toBe(`/mailboxes/${id}`);
    expect(pathOf({ kind: 'mail_held', subject: { kind: 'message', id } })).toBe('/quarantine');
    expect(pathOf({ kind: 'mailbox_refused', subject: null })).toBeUndefined();
  });
});
