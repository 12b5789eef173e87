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

  it('counts characters, not code units', () => {
    expect(checkUser({ ...valid, password: '🔑'.repeat(7) })).toMatchObject({ kind: 'weak_password' });
    expect(checkUser({ ...valid, password: '🔑'.repeat(8) })).toMatchObject({ kind: 'checked' });
  });
});
