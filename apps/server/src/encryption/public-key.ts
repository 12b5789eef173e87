import { parseAddress, type Address } from '@smtpy/mail';
import type { AnyPacket, Key, Subkey } from 'openpgp';

/** Why a key cannot be used. */
export type KeyProblem =
  | 'too_large'
  | 'unreadable'
  | 'private_key'
  | 'several_keys'
  | 'revoked'
  | 'expired'
  | 'not_yet_valid'
  | 'too_weak'
  | 'cannot_encrypt';

/** A key that mail can be encrypted with. */
export interface UsableKey {
  /** ASCII armour of the primary key, the subkeys that encrypt, and what the owner signed of them; nothing else. */
  readonly armor: string;
  /** Of the primary key: 40 hexadecimal digits (64 for a key of version 6) in lower case. */
  readonly fingerprint: string;
  /** When nothing can be encrypted with it any more; undefined: never. */
  readonly expiresAt: Date | undefined;
  /** The addresses that its valid user ids name. */
  readonly addresses: readonly Address[];
  /** When the primary key was made. */
  readonly createdAt: Date;
}

/** A key, or a sentence (without a full stop) that says why it cannot be used. */
export type KeyReading =
  | { readonly kind: 'usable'; readonly key: UsableKey }
  | { readonly kind: 'refused'; readonly problem: KeyProblem; readonly reason: string };

/** A key with one user id and two subkeys has 2 to 6 KiB; one with very many signatures of others is no key to paste. */
const maxArmorChars = 64 * 1024;

/**
 * User ids, subkeys and what the owner signed of them, together. For each of some the library goes through all others and verifies signatures, on
 * the thread that also receives mail: a ring made for it would stop that for seconds. Keys of people have ten or twenty.
 */
const maxParts = 100;

/** Keys of a ring that are looked at: a directory has one for an address, or two while it is replaced. */
const maxKeysOfRing = 4;

const armorBegin = /^-----BEGIN PGP ([A-Z ]+)-----/gmu;

const reasons: Readonly<Record<KeyProblem, string>> = {
  too_large:
    'The key is larger than 64 KiB, or has more than 100 user ids, subkeys and signatures of its own; export it without the signatures of others',
  unreadable: 'This is not an OpenPGP public key in ASCII armour, or it is damaged',
  private_key: 'This is a private key. Keep it to yourself; give the public key alone',
  several_keys: 'These are several keys; give exactly one',
  revoked: 'The key is revoked',
  expired: 'The key is expired',
  not_yet_valid: 'The key is not valid yet',
  too_weak: 'The key is too weak: RSA needs 2048 bits, and DSA and ElGamal are not used any more',
  cannot_encrypt: 'The key has no part that can encrypt',
};

/** What the library says about keys that it does not use, in its order of looking. The first row that matches decides. */
const libraryReasons: readonly (readonly [RegExp, KeyProblem])[] = [
  [/revoked/iu, 'revoked'],
  [/expired/iu, 'expired'],
  [/not yet valid|in the future/iu, 'not_yet_valid'],
  [/too weak|considered too weak|support for|not supported|disallow|are considered|insecure/iu, 'too_weak'],
];

/** Reads one public key as a person pasted it, or as it was stored, and judges it as of `at`. Never rejects. */
export async function readPublicKey(armor: string, at: Date): Promise<KeyReading> {
  if (armor.length > maxArmorChars) return refuse('too_large');
  const blocks = Array.from(armor.matchAll(armorBegin), ([, type]) => type);
  if (blocks.some((type) => type?.includes('PRIVATE') === true)) return refuse('private_key');
  if (blocks.length > 1) return refuse('several_keys');
  const keys = await parseKeys(armor);
  const [key] = keys;
  if (keys.some((each) => each.isPrivate())) return refuse('private_key');
  if (key === undefined) return refuse('unreadable');
  return keys.length > 1 ? refuse('several_keys') : judge(key, at);
}

/** Reads the public keys of a binary transferable key ring, each judged as of `at`. None when it cannot be read. Never rejects. */
export async function readKeyRing(octets: Buffer, at: Date): Promise<readonly KeyReading[]> {
  const keys = await parseKeys(octets);
  return Promise.all(
    keys
      .slice(0, maxKeysOfRing)
      .map(async (key) => (key.isPrivate() ? refuse('private_key') : judge(key, at))),
  );
}

/** The library takes a tenth of a second to load, so only who has a key to read loads it. */
async function parseKeys(source: string | Buffer): Promise<readonly Key[]> {
  const { readKeys } = await import('openpgp');
  try {
    return typeof source === 'string'
      ? await readKeys({ armoredKeys: source })
      : await readKeys({ binaryKeys: new Uint8Array(source) });
  } catch {
    // Expected: what was given is no key. The library's words tell of its parser only.
    return [];
  }
}

async function judge(key: Key, at: Date): Promise<KeyReading> {
  if (countParts(key) > maxParts) return refuse('too_large');
  try {
    await key.verifyPrimaryKey(at);
    await key.getEncryptionKey(undefined, at);
    const usable = await usableSubkeys(key, at);
    const expiresAt = await findExpiry(key, usable, at);
    if (expiresAt !== undefined && expiresAt <= at) return refuse('expired');
    return {
      kind: 'usable',
      key: {
        armor: await formatMinimal(key, usable),
        fingerprint: key.getFingerprint(),
        expiresAt,
        addresses: await listAddresses(key, at),
        createdAt: key.getCreationTime(),
      },
    };
  } catch (error) {
    // Expected: the library's refusal of a key, which it tells in words alone.
    const words = error instanceof Error ? error.message : '';
    return refuse(libraryReasons.find(([pattern]) => pattern.test(words))?.[1] ?? 'cannot_encrypt');
  }
}

function countParts(key: Key): number {
  // The types of the library leave this one out.
  const { directSignatures = [] } = key as Key & { readonly directSignatures?: readonly unknown[] };
  const { users, subkeys, revocationSignatures } = key;
  const ofUsers = users.map((user) => 1 + user.selfCertifications.length + user.revocationSignatures.length);
  const ofSubkeys = subkeys.map(
    (subkey) => 1 + subkey.bindingSignatures.length + subkey.revocationSignatures.length,
  );
  const own = directSignatures.length + revocationSignatures.length;
  return [...ofUsers, ...ofSubkeys].reduce((sum, each) => sum + each, own);
}

async function usableSubkeys(key: Key, at: Date): Promise<readonly Subkey[]> {
  const found = await Promise.all(
    key.subkeys.map(async (subkey) => {
      try {
        return [subkey, await key.getEncryptionKey(subkey.getKeyID(), at)] as const;
      } catch {
        // Expected: this subkey signs, or is expired or revoked.
        return [subkey, undefined] as const;
      }
    }),
  );
  return found.flatMap(([subkey, usable]) => (usable === subkey ? [subkey] : []));
}

/** The primary key's end, or that of the subkey which encrypts longest, whichever comes first. */
async function findExpiry(key: Key, subkeys: readonly Subkey[], at: Date): Promise<Date | undefined> {
  const primary = await key.getExpirationTime();
  const ends = await Promise.all(subkeys.map((subkey) => subkey.getExpirationTime(at)));
  const longest = ends.length === 0 ? Infinity : Math.max(...ends.map(millisecondsOf));
  const end = Math.min(millisecondsOf(primary), longest);
  return end === Infinity ? undefined : new Date(end);
}

/** Null, an end that cannot be found, is one that is over. */
function millisecondsOf(end: Date | typeof Infinity | null): number {
  if (end === null) return 0;
  return end instanceof Date ? end.getTime() : Infinity;
}

/** What signs, what is revoked, pictures and the signatures of others are of no use here, and say more than is needed. */
async function formatMinimal(key: Key, usable: readonly Subkey[]): Promise<string> {
  const { PacketList, PublicKey } = await import('openpgp');
  const dropped = new Set<AnyPacket>([
    ...key.subkeys
      .filter((subkey) => !usable.includes(subkey))
      .flatMap(({ keyPacket, bindingSignatures, revocationSignatures }) => [
        keyPacket,
        ...bindingSignatures,
        ...revocationSignatures,
      ]),
    ...key.users.flatMap((user) =>
      user.userID === null ? [...user.toPacketList()] : user.otherCertifications,
    ),
  ]);
  const kept = new PacketList<AnyPacket>();
  for (const packet of key.toPacketList()) if (!dropped.has(packet)) kept.push(packet);
  return new PublicKey(kept).armor();
}

async function listAddresses(key: Key, at: Date): Promise<readonly Address[]> {
  const addresses = await Promise.all(
    key.users.map(async (user) => {
      const parsed = parseAddress(user.userID?.email ?? '');
      if (!parsed.ok) return [];
      try {
        await user.verify(at);
        return [parsed.value];
      } catch {
        // Expected: this user id is revoked, or the owner of the key never signed it.
        return [];
      }
    }),
  );
  return addresses.flat();
}

function refuse(problem: KeyProblem): KeyReading {
  return { kind: 'refused', problem, reason: reasons[problem] };
}
