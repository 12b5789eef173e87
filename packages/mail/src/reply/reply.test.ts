import { describe, expect, it } from 'vitest';
import { classifyReply, createReplyReader, parseReply } from './index.ts';

describe('parseReply', () => {
  it.each([
    [['250 OK'], { code: 250, text: 'OK' }],
    [['250'], { code: 250, text: '' }],
    [['250 '], { code: 250, text: '' }],
    [['550 5.1.1 No such user'], { code: 550, enhanced: '5.1.1', text: 'No such user' }],
    [['550 5.1.1'], { code: 550, enhanced: '5.1.1', text: '' }],
    [
      ['550-5.7.26 Unauthenticated', '550 5.7.26 mail'],
      { code: 550, enhanced: '5.7.26', text: 'Unauthenticated\nmail' },
    ],
    [
      ['250-mx.example', '250-PIPELINING', '250 SIZE 1000'],
      { code: 250, text: 'mx.example\nPIPELINING\nSIZE 1000' },
    ],
    [['250-first', '250 2.0.0 last'], { code: 250, enhanced: '2.0.0', text: 'first\nlast' }],
    [['421 4.3.2.1 not a code'], { code: 421, text: '4.3.2.1 not a code' }],
    [['550 5.1.1: near a code'], { code: 550, text: '5.1.1: near a code' }],
    [['550 4.2.2 contradiction'], { code: 550, enhanced: '4.2.2', text: 'contradiction' }],
    [['550 a\0b\x1b[31mc\td\r'], { code: 550, text: 'ab[31mcd' }],
    [['550 a\nb'], { code: 550, text: 'ab' }],
    [['550 a\ud83d'], { code: 550, text: 'a' }],
    [['354 go'], { code: 354, text: 'go' }],
  ])('reads %j', (lines, reply) => {
    expect(parseReply(lines)).toEqual({ ok: true, value: reply });
  });

  it.each([
    [[]],
    [['']],
    [['hello']],
    [['25']],
    [['250ok']],
    [['150 x']],
    [['600 x']],
    [['250-x']],
    [['250-x', '550 y']],
    [['250 x', '250 y']],
    [['٢٥٠ x']],
    [[' 250 x']],
  ])('refuses %j', (lines) => {
    expect(parseReply(lines).ok).toBe(false);
  });

  it('cuts long texts without halving a character', () => {
    const parsed = parseReply([`550 ${'x'.repeat(1999)}\u{1F600}${'y'.repeat(100)}`]);
    expect(parsed).toEqual({ ok: true, value: { code: 550, text: 'x'.repeat(1999) } });
  });
});

describe('createReplyReader', () => {
  it('reads one reply after the other', () => {
    const reader = createReplyReader();
    expect(reader.push('250-a')).toEqual({ kind: 'incomplete' });
    expect(reader.push('250 b')).toEqual({ kind: 'complete', reply: { code: 250, text: 'a\nb' } });
    expect(reader.push('550 c')).toEqual({ kind: 'complete', reply: { code: 550, text: 'c' } });
  });

  it('stays malformed', () => {
    const reader = createReplyReader();
    reader.push('250-a');
    expect(reader.push('251 b')).toEqual({ kind: 'malformed', reason: 'reply changes its code' });
    expect(reader.push('250 b').kind).toBe('malformed');
  });

  it('takes 512 lines and not one more', () => {
    const reader = createReplyReader();
    for (let line = 1; line < 512; line++) expect(reader.push('250-x').kind).toBe('incomplete');
    expect(reader.push('250 x').kind).toBe('complete');
    for (let line = 1; line <= 512; line++) expect(reader.push('250-x').kind).toBe('incomplete');
    expect(reader.push('250 x')).toEqual({ kind: 'malformed', reason: 'reply is too long' });
  });

  it('takes 64 KiB and no more', () => {
    expect(createReplyReader().push(`250 ${'x'.repeat(64 * 1024 - 4)}`).kind).toBe('complete');
    expect(createReplyReader().push(`250 ${'x'.repeat(64 * 1024 - 3)}`).kind).toBe('malformed');
  });
});

describe('classifyReply', () => {
  it.each([
    ['250 2.0.0 queued', 'delivered'],
    ['251 will forward', 'delivered'],
    ['354 go on', 'deferred'],
    ['421 closing', 'deferred'],
    ['450 4.2.0 greylisted', 'deferred'],
    ['451 5.7.1 contradiction', 'deferred'],
    ['500 what', 'bounced'],
    ['550 5.1.1 no such user', 'bounced'],
    ['550 4.2.2 contradiction', 'bounced'],
    ['550 5.4.1 Recipient address rejected', 'bounced'],
    ['552 5.3.4 message too big', 'bounced'],
    ['552 too big', 'bounced'],
    ['552 5.5.3 slow down', 'deferred'],
    ['552 Too many recipients', 'deferred'],
    ['550 Too many recipients', 'bounced'],
    ['552 5.2.2 over quota', 'deferred'],
    ['554 5.2.2 mailbox full', 'deferred'],
    ['550 5.2.21 other', 'bounced'],
    ['554 5.3.1 disk full', 'deferred'],
    ['550 5.4.5 daily limit', 'deferred'],
    ['554 5.7.1 refused', 'bounced'],
  ])('takes %j as %s', (line, replyClass) => {
    const parsed = parseReply([line]);
    if (!parsed.ok) throw new Error(parsed.reason);
    expect(classifyReply(parsed.value)).toBe(replyClass);
  });

  it('takes impossible codes as temporary', () => {
    for (const code of [0, 199, 600, Number.NaN]) expect(classifyReply({ code, text: '' })).toBe('deferred');
  });
});
