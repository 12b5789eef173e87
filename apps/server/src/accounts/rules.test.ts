import { authenticationOperations } from '@smtpy/contract';
import { parseAddress } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { checkUser } from './rules.ts';

const valid = { email: 'Jane.Doe@Example.COM', username: 'Jane', password: 'correct horse' };

describe('checkUser', () => {
  it('normalises', () => {
    expect(checkUser(valid)).toEqual({
      kind: 'checked',
      user: { email: 'jane.doe@example.com', username: 'jane', displayUsername: 'Jane', name: 'Jane' },
    });
  });

  it('does without a username', () => {
    const { email, password } = valid;
    expect(checkUser({ email, password })).toMatchObject({
      kind: 'checked',
      user: { username: undefined, name: 'Jane.Doe' },
    });
  });

  it.each([
    [{ email: 'jane' }, 'invalid_email'],
    [{ email: 'root@localhost' }, 'invalid_email'],
    [{ email: 'me@home' }, 'invalid_email'],
    [{ email: 'jörg@example.com' }, 'invalid_email'],
    [{ email: 'jane@bücher.example' }, 'invalid_email'],
    [{ email: '"a b"@example.com' }, 'invalid_email'],
    [{ email: 'a..b@example.com' }, 'invalid_email'],
    [{ email: 'jane@[192.0.2.1]' }, 'invalid_email'],
    [{ email: `${'j'.repeat(65)}@example.com` }, 'invalid_email'],
    [{ email: `jane@${'x'.repeat(64)}.example` }, 'invalid_email'],
    [{ email: 'jane@bad-.example' }, 'invalid_email'],
    [{ username: 'ja' }, 'invalid_username'],
    [{ username: 'jane@example' }, 'invalid_username'],
    [{ username: '-jane' }, 'invalid_username'],
    [{ username: 'j'.repeat(33) }, 'invalid_username'],
    [{ password: 'seven77' }, 'weak_password'],
    [{ password: 'x'.repeat(129) }, 'weak_password'],
    [{ password: 'JANE.DOE@example.com' }, 'weak_password'],
    [{ username: 'janejanejane', password: 'JaneJaneJane' }, 'weak_password'],
  ])('refuses %o as %s', (change, kind) => {
    expect(checkUser({ ...valid, ...change })).toMatchObject({ kind });
  });

  it('says which addresses an account can have', () => {
    const result = checkUser({ ...valid, email: 'root@localhost' });
    expect(result).toMatchObject({ reason: expect.stringContaining('a full domain name') as string });
  });

  it.each([
    ...['jane@example.com', "o'neil+x_y-z@sub.example.co", 'a@b.cd', 'jane@xn--bcher-kva.example'],
    ...[
      'root@localhost',
      'jörg@example.com',
      '"a b"@x.example',
      'a..b@x.example',
      '.a@x.example',
      'a%b@x.example',
    ],
    ...[
      `${'j'.repeat(64)}@example.com`,
      `jane@${'x'.repeat(63)}.example`,
      'jane@1.2',
      'jane@example.com.',
      ' ',
    ],
  ])('takes %s if and only if one can sign in and get a new password with it', (email) => {
    const isGood = checkUser({ ...valid, email }).kind === 'checked';
    const { signInEmail, requestPasswordReset } = authenticationOperations;
    expect(signInEmail.body.safeParse({ email, password: 'x' }).success).toBe(isGood);
    expect(requestPasswordReset.body.safeParse({ email }).success).toBe(isGood);
    if (isGood) expect(parseAddress(email).ok).toBe(true);
  });

  it('counts characters, not code units', () => {
    expect(checkUser({ ...valid, password: '🔑'.repeat(7) })).toMatchObject({ kind: 'weak_password' });
    expect(checkUser({ ...valid, password: '🔑'.repeat(8) })).toMatchObject({ kind: 'checked' });
  });
});
