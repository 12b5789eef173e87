import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { normalizePassword } from './rules.ts';

/**
 * The least that OWASP's Password Storage Cheat Sheet gives for argon2id: 19 MiB, two passes, one lane. That is some tens of
 * milliseconds of one core; more memory would let a handful of sign-ins at once exceed that of a small server.
 */
const cost = { memoryKiB: 19_456, passes: 2, lanes: 1 } as const;
/** RFC 9106 §3.1: 16 octets of salt are recommended. */
const saltBytes = 16;
const tagBytes = 32;
/** Upper bounds for parameters read back, so that a damaged row cannot take the machine's memory. */
const maxMemoryKiB = 1_048_576;
const maxPasses = 64;

const argon2Async = promisify(argon2);

interface ParsedHash {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** Hashes a password with a new salt; gives `$argon2id$v=19$m=…,t=…,p=…$salt$tag`, base64 without padding. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await deriveTag(password, { ...cost, salt, tagLength: tagBytes });
  return formatHash({ ...cost, salt, tag });
}

/** Whether the password has this hash. A string that is no argon2id hash belongs to no password. */
export async function verifyPasswordHash(password: string, hash: string): Promise<boolean> {
  const parsed = parseHash(hash);
  if (parsed === undefined) return false;
  const tag = await deriveTag(password, { ...parsed, tagLength: parsed.tag.length });
  return timingSafeEqual(tag, parsed.tag);
}

/** A hash of no known password with the present cost: verifying against it takes as long as against a real one. */
export const unmatchedHash = formatHash({
  ...cost,
  salt: randomBytes(saltBytes),
  tag: randomBytes(tagBytes),
});

function deriveTag(
  password: string,
  options: Omit<ParsedHash, 'tag'> & { readonly tagLength: number },
): Promise<Buffer> {
  const parameters: Argon2Parameters = {
    message: normalizePassword(password),
    nonce: options.salt,
    parallelism: options.lanes,
    tagLength: options.tagLength,
    memory: options.memoryKiB,
    passes: options.passes,
  };
  return argon2Async('argon2id', parameters);
}

function formatHash({ memoryKiB, passes, lanes, salt, tag }: ParsedHash): string {
  const parameters = `m=${String(memoryKiB)},t=${String(passes)},p=${String(lanes)}`;
  return ['', 'argon2id', 'v=19', parameters, base64(salt), base64(tag)].join('$');
}

function parseHash(hash: string): ParsedHash | undefined {
  const match =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{16,86})$/.exec(
      hash,
    );
  const [memoryKiB, passes, lanes] = [match?.[1], match?.[2], match?.[3]].map(Number);
  if (memoryKiB === undefined || passes === undefined || lanes === undefined) return undefined;
  // RFC 9106 §3.1: memory of at least 8 blocks per lane.
  const isAllowed =
    lanes >= 1 && passes >= 1 && passes <= maxPasses && memoryKiB >= 8 * lanes && memoryKiB <= maxMemoryKiB;
  if (!isAllowed) return undefined;
  return {
    memoryKiB,
    passes,
    lanes,
    salt: Buffer.from(match?.[4] ?? '', 'base64'),
    tag: Buffer.from(match?.[5] ?? '', 'base64'),
  };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
