import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPasswordHash } from './index.ts';

describe('passwords', () => {
  it('verify against their own hash alone', async () => {
    const hash = await hashPassword('correct horse battery');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verifyPasswordHash('correct horse battery', hash)).toBe(true);
    expect(await verifyPasswordHash('correct horse batterY', hash)).toBe(false);
    expect(await hashPassword('correct horse battery')).not.toBe(hash);
  });

  it('are the same password in composed and decomposed form', async () => {
    const hash = await hashPassword('caf\u00e9 au lait');
    expect(await verifyPasswordHash('cafe\u0301 au lait', hash)).toBe(true);
  });

  it('verify hashes that the reference implementation made', async () => {
    // The test vector of the reference implementation's test suite: argon2id, version 19, 2^16 KiB, 2 passes, 1 lane.
    const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPasswordHash('password', hash)).toBe(true);
    expect(await verifyPasswordHash('passwore', hash)).toBe(false);
  });

  it.each([
    '',
    'plain',
    '$2b$10$abcdefghijklmnopqrstuv',
    '$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y',
  ])('never match what is no hash: %s', async (hash) => {
    expect(await verifyPasswordHash('password', hash)).toBe(false);
  });
});
