import { describe, expect, it } from 'vitest';
import { endsSession, formatReplyText, refuse, replies, toSmtpError } from './replies.ts';

describe.each(Object.entries(replies))('%s', (name, reply) => {
  it('has an enhanced code of the class of its code, and one line of ASCII that fits (RFC 5321 §4.5.3.1.5)', () => {
    expect(reply.enhanced).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
    expect(reply.enhanced[0]).toBe(String(reply.code)[0]);
    expect(reply.text).toMatch(/^[\x20-\x7e]+$/);
    expect(formatReplyText(reply).length).toBeLessThan(500);
    expect(reply.when).toMatch(/^[A-Z].*\.$/);
    expect(toSmtpError(refuse(name as keyof typeof replies))).toMatchObject({ responseCode: reply.code });
  });
});

it('says the same of deleted and unknown addresses, and keeps the reason to itself', () => {
  const refusal = refuse('mailboxUnknown', 'deleted alias');
  expect(toSmtpError(refusal).message).not.toContain('deleted');
  expect(refusal.reason).toBe('deleted alias');
});

it('knows behind which replies nothing is read any more', () => {
  expect(endsSession(formatReplyText(replies.bareLineEnding))).toBe(true);
  expect(endsSession(formatReplyText(replies.mailboxUnknown))).toBe(false);
});
