import { describe, expect, it } from 'vitest';
import { hashPassword } from '../accounts/index.ts';
import { isImportedHash, passwordHashing } from './passwords.ts';

/** A test vector of crypt_blowfish, for the password `U*U`. */
const vector = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

describe('hashes', () => {
  it.each(['$2a$', '$2b$', '$2y$'])('of other systems verify: %s', async (version) => {
    const hash = vector.replace('$2a$', version);
    expect(isImportedHash(hash)).toBe(true);
    expect(await passwordHashing.verify({ hash, password: 'U*U' })).toBe(true);
    expect(await passwordHashing.verify({ hash, password: 'U*u' })).toBe(false);
  });

  it.each(['', 'plain', vector.slice(0, -1), vector.replace('$2a$', '$2x$'), vector.replace('$05$', '$31$')])(
    'that are none, or cost too much, belong to no password: %s',
    async (hash) => {
      expect(await passwordHashing.verify({ hash, password: 'U*U' })).toBe(false);
    },
  );

  it('of our own are not imported', async () => {
    const hash = await hashPassword('U*U U*U U*U');
    expect(isImportedHash(hash)).toBe(false);
    expect(await passwordHashing.verify({ hash, password: 'U*U U*U U*U' })).toBe(true);
  });
});
