import { describe, expect, it } from 'vitest';
import { parseHeaderBlock } from '../header/index.ts';
import { classifyAnswer } from './index.ts';

describe('classifyAnswer', () => {
  it.each([
    ['From: jane@example.com', 'personal'],
    ['Auto-Submitted: no', 'personal'],
    ['X-Auto-Response-Suppress: DR, RN, NRN', 'personal'],
    ['Subject: Re: Automatic reply: Hi', 'personal'],
    ['Precedence: normal', 'personal'],
    ['From: noreplyful@example.com', 'personal'],
    ['Content-Type: multipart/mixed', 'personal'],
    ['Auto-Submitted: auto-replied', 'automatic'],
    ['Auto-Submitted: auto-generated (failure)', 'automatic'],
    ['Auto-Submitted:', 'automatic'],
    ['X-Auto-Response-Suppress: All', 'automatic'],
    ['X-Auto-Response-Suppress: DR, OOF, AutoReply', 'automatic'],
    ['X-Autoreply: yes', 'automatic'],
    ['Precedence: auto_reply', 'automatic'],
    ['Precedence: bulk', 'automatic'],
    ['Subject: Automatic reply: Hi', 'automatic'],
    ['Subject: =?utf-8?Q?R=C3=A9ponse_automatique?= : Bonjour', 'automatic'],
    ['Subject: Out of Office: Hi', 'automatic'],
    ['From: MAILER-DAEMON@example.com', 'automatic'],
    ['From: Shop <no-reply@example.com>', 'automatic'],
    ['Return-Path: <>', 'automatic'],
    ['Content-Type: multipart/report; report-type=disposition-notification', 'automatic'],
    ['List-Id: <a.example.com>', 'list'],
    ['List-Unsubscribe: <https://example.com/u>', 'list'],
    ['Precedence: list', 'list'],
    ['Auto-Submitted: auto-generated\r\nList-Id: <a.example.com>', 'list'],
  ])('takes %j for %s', (fields, kind) => {
    expect(classifyAnswer(parseHeaderBlock(Buffer.from(`${fields}\r\n\r\n`)))).toBe(kind);
  });
});
