import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReply } from '../reply/index.ts';
import { findPattern, readFailure } from './classify-failure.ts';
import { classifyFailure, failurePatterns, type FailureFacts } from './index.ts';

/** `class cause | reply`, lines of the reply joined by a backslash and `n`. */
const replies = readFileSync(path.join(import.meta.dirname, 'testdata/replies.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [, failureClass, cause, reply] = /^(\w+) +(\w+) +\| (.+)$/.exec(line) ?? [];
    return { failureClass, cause, reply: reply ?? '' };
  });

function classifyText(reply: string): FailureFacts {
  const parsed = parseReply(reply.split(String.raw`\n`));
  return classifyFailure(parsed.ok ? parsed.value : { text: reply });
}

describe('the replies of real servers', () => {
  it('are at least 60', () => {
    expect(replies.length).toBeGreaterThanOrEqual(60);
  });

  it.each(replies)('$reply', ({ failureClass, cause, reply }) => {
    expect(classifyText(reply)).toEqual({ failureClass, cause });
  });
});

describe('the failure table', () => {
  it.each(failurePatterns)('has a row that its example reaches: $sentence', (pattern) => {
    expect(findPattern(readFailure({}, pattern.example))).toBe(pattern);
  });

  it.each(failurePatterns)('has no pattern that remembers where it was: $sentence', ({ words }) => {
    expect(words?.flags ?? '').not.toMatch(/[gy]/);
  });

  it('calls only four causes hard', () => {
    const hard = failurePatterns.filter(({ failureClass }) => failureClass === 'hard');
    expect(new Set(hard.map(({ cause }) => cause))).toEqual(
      new Set(['unknown_recipient', 'recipient_disabled', 'no_mail_service', 'dns']),
    );
  });
});

describe('classifyFailure', () => {
  it.each([
    [{}, 'soft', 'other'],
    [{ code: 550 }, 'policy', 'other'],
    [{ code: 450 }, 'soft', 'other'],
    [{ code: 250, enhanced: '2.0.0', text: 'OK' }, 'soft', 'other'],
    [{ code: 550, enhanced: '5.1.1' }, 'hard', 'unknown_recipient'],
    [{ enhanced: '5.1.1 (bad destination mailbox address)' }, 'hard', 'unknown_recipient'],
    [{ enhanced: '5.1.10' }, 'hard', 'no_mail_service'],
    [{ code: 450, enhanced: '4.1.1' }, 'soft', 'unknown_recipient'],
    [{ code: 450, enhanced: '5.1.1' }, 'soft', 'unknown_recipient'],
    [{ code: 550, enhanced: '4.1.1' }, 'hard', 'unknown_recipient'],
    [{ code: 550, enhanced: '5.7.1', text: 'no' }, 'policy', 'other'],
    [{ code: 421, enhanced: '4.7.26' }, 'policy', 'authentication'],
  ])('takes %j as %s, %s', (input, failureClass, cause) => {
    expect(classifyFailure(input)).toEqual({ failureClass, cause });
  });

  it('does not read addresses, hosts and versions as words or codes', () => {
    expect(classifyText('550 5.1.0 <spam@virus.example>: no')).toMatchObject({ cause: 'other' });
    expect(classifyText('550 said host 5.1.1.4')).toMatchObject({ cause: 'other' });
    expect(classifyText('550 version 15.5.1.1')).toMatchObject({ cause: 'other' });
  });

  it('looks at 2,000 characters', () => {
    expect(classifyFailure({ code: 550, text: `${' '.repeat(1990)} user unknown` })).toMatchObject({
      cause: 'other',
    });
  });
});
