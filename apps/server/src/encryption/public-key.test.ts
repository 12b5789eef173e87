import { formatAddress } from '@smtpy/mail';
import { generateKey, readKey, revokeKey, type Key } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { readKeyRing, readPublicKey } from './public-key.ts';
import { openGnuPg } from './testdata/gnupg.ts';

const madeAt = new Date('2030-01-01T00:00:00Z');
const at = new Date('2030-06-01T00:00:00Z');
const dayMs = 86_400_000;

const make = (options: Partial<Parameters<typeof generateKey>[0]> = {}) =>
  generateKey({
    userIDs: [{ name: 'Jane', email: 'jane@mailbox.example' }],
    date: madeAt,
    ...options,
    format: 'armored',
  });

async function usable(armor: string, when = at) {
  const reading = await readPublicKey(armor, when);
  if (reading.kind === 'refused') throw new Error(reading.reason);
  return reading.key;
}

const problemOf = async (armor: string, when = at) => {
  const reading = await readPublicKey(armor, when);
  return reading.kind === 'refused' ? reading.problem : reading.kind;
};

describe('a usable key', () => {
  it('is known by its fingerprint and addresses, and never expires unless it says so', async () => {
    const { publicKey } = await make();
    const key = await usable(publicKey);
    expect(key).toMatchObject({
      fingerprint: (await readKey({ armoredKey: publicKey })).getFingerprint(),
      expiresAt: undefined,
      createdAt: madeAt,
    });
    expect(key.addresses.map(formatAddress)).toEqual(['jane@mailbox.example']);
  });

  it('may stand in other text, with the line ends of any system', async () => {
    const { publicKey } = await make();
    expect(await problemOf(`My key:\r\n\r\n${publicKey}\r\nThanks`)).toBe('usable');
    expect(await problemOf(publicKey.replaceAll('\r\n', '\n'))).toBe('usable');
  });

  it('ends with the primary key or the subkey that encrypts longest', async () => {
    const ends = async (keyDays: number, ...subkeyDays: readonly number[]) => {
      const { publicKey } = await make({
        keyExpirationTime: keyDays * 86_400,
        subkeys: subkeyDays.map((days) => ({ keyExpirationTime: days * 86_400 })),
      });
      const { expiresAt } = await usable(publicKey);
      return expiresAt === undefined ? undefined : (expiresAt.getTime() - madeAt.getTime()) / dayMs;
    };
    expect(await ends(300, 200, 250)).toBe(250);
    expect(await ends(200, 300)).toBe(200);
    expect(await ends(300, 100, 250)).toBe(250);
    expect(await ends(0, 0)).toBeUndefined();
  });

  it('is kept without the subkeys that do not encrypt', async () => {
    const { publicKey } = await make({
      subkeys: [{}, { sign: true }, { keyExpirationTime: 86_400 }],
    });
    const key = await readKey({ armoredKey: (await usable(publicKey)).armor });
    expect((await readKey({ armoredKey: publicKey })).subkeys).toHaveLength(3);
    expect(key.subkeys).toHaveLength(1);
    expect(await problemOf(key.armor())).toBe('usable');
  });

  it('may be RSA or of GnuPG', async () => {
    await using gnupg = await openGnuPg();
    const armor = await gnupg.makeKey({
      userId: 'Jane <jane@mailbox.example>',
      algorithm: 'rsa2048',
      expires: '10d',
    });
    const { expiresAt } = await usable(armor, new Date());
    expect((expiresAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(9 * dayMs);
    const weak = await gnupg.makeKey({ userId: 'Old <old@mailbox.example>', algorithm: 'rsa1024' });
    expect(await problemOf(weak, new Date())).toBe('too_weak');
  }, 60_000);
});

describe('refused is', () => {
  it('a private key, however it is labelled', async () => {
    const { privateKey, publicKey } = await make();
    expect(await problemOf(privateKey)).toBe('private_key');
    expect(await problemOf(privateKey.replaceAll('PRIVATE', 'PUBLIC'))).toBe('private_key');
    expect(await problemOf(`${publicKey}\n${privateKey}`)).toBe('private_key');
    const reading = await readPublicKey(privateKey, at);
    expect(reading).toMatchObject({ reason: expect.stringContaining('This is a private key') as string });
  });

  it('more than one key, in two blocks or in one', async () => {
    const keys = [(await make()).publicKey, (await make()).publicKey];
    expect(await problemOf(keys.join('\n'))).toBe('several_keys');
    const [one, other] = await Promise.all(keys.map((armoredKey) => readKey({ armoredKey })));
    if (one === undefined || other === undefined) throw new Error('no keys');
    expect(await problemOf(await joined(one, other))).toBe('several_keys');
  });

  it('a key that is expired, revoked, or not valid yet', async () => {
    const short = await make({ keyExpirationTime: 86_400 });
    expect(await problemOf(short.publicKey)).toBe('expired');
    expect(await problemOf(short.publicKey, new Date(madeAt.getTime() + dayMs / 2))).toBe('usable');
    const whole = await make();
    const revoked = await revokeKey({
      key: (await readKey({ armoredKey: whole.publicKey })).toPublic(),
      revocationCertificate: whole.revocationCertificate,
      date: madeAt,
      format: 'armored',
    });
    expect(await problemOf(revoked.publicKey)).toBe('revoked');
    expect(await problemOf(whole.publicKey, new Date(madeAt.getTime() - dayMs))).not.toBe('usable');
  });

  it('a key whose only part that encrypts is expired, and one that only signs', async () => {
    const subkeyEnded = await make({ subkeys: [{ keyExpirationTime: 86_400 }] });
    expect(await problemOf(subkeyEnded.publicKey)).toBe('expired');
    const signsOnly = await make({ subkeys: [{ sign: true }] });
    expect(await problemOf(signsOnly.publicKey)).toBe('cannot_encrypt');
  });

  it('what is damaged, no key, or too large', async () => {
    const { publicKey } = await make();
    const lines = publicKey.split('\n');
    const middle = Math.floor(lines.length / 2);
    expect(await problemOf(lines.toSpliced(middle, 2).join('\n'))).not.toBe('usable');
    for (const text of ['', 'hello', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n', publicKey.slice(0, 200)])
      expect(await problemOf(text)).toBe('unreadable');
    expect(await problemOf(`${' '.repeat(65_536)}${publicKey}`)).toBe('too_large');
  });

  it('a key that was made to keep us busy: many user ids and subkeys', async () => {
    const userIDs = Array.from({ length: 40 }, (_, index) => ({
      email: `jane${String(index)}@mailbox.example`,
    }));
    expect(await problemOf((await make({ userIDs })).publicKey)).toBe('usable');
    const { publicKey } = await make({ userIDs, subkeys: Array.from({ length: 15 }, () => ({})) });
    expect(publicKey.length).toBeLessThan(65_536);
    expect(await problemOf(publicKey)).toBe('too_large');
  });
});

describe('a key ring', () => {
  it('gives each of its keys, and nothing where it is none', async () => {
    const [one, other] = await Promise.all([
      readKey({ armoredKey: (await make()).publicKey }),
      readKey({ armoredKey: (await make({ keyExpirationTime: 1 })).publicKey }),
    ]);
    const octets = Buffer.concat([one.write(), other.write()]);
    expect((await readKeyRing(octets, at)).map(({ kind }) => kind)).toEqual(['usable', 'refused']);
    const many = Buffer.concat(Array.from({ length: 100 }, () => octets));
    expect(await readKeyRing(many, at)).toHaveLength(4);
    expect(await readKeyRing(Buffer.from('<html>'), at)).toEqual([]);
    expect(await readKeyRing(Buffer.alloc(0), at)).toEqual([]);
  });
});

/** Two keys in one block of armour. */
async function joined(one: Key, other: Key): Promise<string> {
  const { armor, enums } = await import('openpgp');
  const octets = new Uint8Array(Buffer.concat([one.write(), other.write()]));
  return armor(enums.armor.publicKey, octets);
}
