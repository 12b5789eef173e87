import { describe, expect, it } from 'vitest';
import { mailFromOf } from './pasted.ts';

describe('mailFromOf', () => {
  it.each([
    ['From: News <news@shop.example>\r\nSubject: x\r\n\r\nFrom: other@x.example', 'news@shop.example'],
    ['Subject: x\nFROM:\n "Name, with <odd>"\n <folded@shop.example>\n\nbody', 'folded@shop.example'],
    ['From: plain@shop.example\n\nbody', 'plain@shop.example'],
    ['Subject: x\n\nFrom: body@shop.example', ''],
    ['', ''],
  ])('of %j is %j', (raw, address) => {
    expect(mailFromOf({ raw, mailFrom: '' })).toBe(address);
  });

  it('is what was given', () => {
    expect(mailFromOf({ raw: 'From: a@x.example\n\n', mailFrom: ' b@x.example ' })).toBe('b@x.example');
  });
});
