import { compare } from 'bcryptjs';
import { hashPassword, verifyPasswordHash } from '../accounts/index.ts';

/** Hashes of other systems, as imported: `$2a$`, `$2b$` and `$2y$` with cost, salt and hash. */
const bcryptForm = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/**
 * The highest cost that is tried, as base-two logarithm: some 1.5 seconds here. What is stored with more would keep a core busy for as long as
 * whoever wrote the row liked.
 */
const maxBcryptCost = 14;

/** Whether a stored hash is one of another system, to be replaced at the next sign-in. */
export function isImportedHash(hash: string): boolean {
  return bcryptForm.test(hash);
}

/** The hashing that Better Auth is given: new hashes are argon2id; imported bcrypt hashes verify too. */
export const passwordHashing = {
  hash: hashPassword,
  verify: async ({
    hash,
    password,
  }: {
    readonly hash: string;
    readonly password: string;
  }): Promise<boolean> => {
    const cost = bcryptForm.exec(hash)?.[1];
    if (cost === undefined) return verifyPasswordHash(password, hash);
    return Number(cost) <= maxBcryptCost && compare(password, hash);
  },
};
