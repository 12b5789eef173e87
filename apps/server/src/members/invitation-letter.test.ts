import { expect, it } from 'vitest';
import { invitationLetter, quotedName } from './invitation-letter.ts';
import { createToken, hashToken } from './token.ts';

it.each([
  ['Example Ltd.', '“Example Ltd.”'],
  ['Bäckerei Müller & Söhne', '“Bäckerei Müller & Söhne”'],
  ['Team 日本', '“Team 日本”'],
  ['Visit https://evil.example/login now', '“Visit https evil example login now”'],
  ['evil.example', '“evil example”'],
  ['evil。example', '“evil example”'],
  ['evil．example', '“evil example”'],
  ['write to boss@evil.example', '“write to boss evil example”'],
  ['call +1 (800) 555-0100 now', '“call … now”'],
  ['“ ends” and <b>goes on</b>', '“ends and bgoes on b”'],
  ['two\r\nBcc: victim@example.com', '“two Bcc: victim example com”'],
  ['\u202Elmth.exe', '“lmth exe”'],
  ['\u200B', '“…”'],
  ['x'.repeat(500), `“${'x'.repeat(60)}”`],
])('shows the name %j as %s', (name, shown) => {
  expect(quotedName(name)).toBe(shown);
});

it('writes names into the mail in quotes alone, and one link', () => {
  const letter = invitationLetter({
    organizationName: 'Win a prize at http://evil.example',
    inviterName: 'admin@bank.example',
    role: 'member',
    url: 'https://smtpy.example/invitation?token=abc',
    expiresAt: new Date('2026-11-29T09:30:00Z'),
  });
  const text = JSON.stringify(letter);
  expect(text).not.toMatch(/evil\.example|bank\.example|http:\/\//);
  expect(letter.subject).toBe('Invitation to the organization “Win a prize at http evil example”');
  expect(letter.blocks.filter(({ kind }) => kind === 'link')).toEqual([
    expect.objectContaining({ url: 'https://smtpy.example/invitation?token=abc' }),
  ]);
  expect(text).toContain('2026-11-29 09:30 UTC');
});

it('makes tokens that nobody guesses', () => {
  expect(createToken()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(createToken()).not.toBe(createToken());
  expect(hashToken('a')).toHaveLength(32);
});
