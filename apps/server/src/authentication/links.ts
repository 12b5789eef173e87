import { createHash, randomBytes } from 'node:crypto';
import { newId, type Tx } from '../db/index.ts';
import { lockUser } from './store.ts';

const hourMs = 3_600_000;

/**
 * What links are for, and how long they work. A reset gives the account away, so it is short; a mail that confirms an address may lie over
 * night.
 */
const lifetimesMs = {
  'verify-email': 24 * hourMs,
  'change-email': 24 * hourMs,
  'reset-password': hourMs,
} as const;

/** What a link is for. */
export type LinkKind = keyof typeof lifetimesMs;

/** A link that works. */
export interface Link {
  readonly id: string;
  readonly kind: LinkKind;
  readonly userId: string;
  /** The address that it was sent to, which it is good for. */
  readonly email: string;
}

const userIdBytes = 16;
const secretBytes = 32;

/**
 * A new link for a user; those of its kind before it stop working. Gives the token: the user's id and 256 random bits, in 64 characters. The
 * hash alone is stored.
 */
export async function issueLink(
  tx: Tx,
  link: { readonly kind: LinkKind; readonly userId: string; readonly email: string; readonly now: Date },
): Promise<string> {
  // Of two requests at once, the later one deletes what the earlier one inserted.
  await lockUser(tx, link.userId);
  const token = Buffer.concat([
    Buffer.from(link.userId.replaceAll('-', ''), 'hex'),
    randomBytes(secretBytes),
  ]);
  const identifier = identifierOf(link.kind, link.userId);
  await tx.query({ text: 'delete from auth.verification where identifier = $1', params: [identifier] });
  await tx.query({
    text: `insert into auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt") values ($1, $2, $3, $4, $5, $5)`,
    params: [
      newId(link.now),
      identifier,
      `${hashOf(token)} ${link.email}`,
      new Date(link.now.getTime() + lifetimesMs[link.kind]),
      link.now,
    ],
  });
  return token.toString('base64url');
}

/** The link of a token, while it works; until the transaction ends nobody else can use it. */
export async function findLink(
  tx: Tx,
  { token, kinds, now }: { readonly token: string; readonly kinds: readonly LinkKind[]; readonly now: Date },
): Promise<Link | undefined> {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== userIdBytes + secretBytes) return undefined;
  // Decoding passes over what is no base64url: one token would have many spellings.
  if (bytes.toString('base64url') !== token) return undefined;
  const userId = formatUserId(bytes.subarray(0, userIdBytes));
  // The user first, as everybody does: who issues a link and who uses one would otherwise wait for each other.
  await lockUser(tx, userId);
  const [row] = await tx.query<{ readonly id: string; readonly identifier: string; readonly email: string }>({
    text: `select id, identifier, split_part(value, ' ', 2) as email from auth.verification
      where identifier = any($1) and split_part(value, ' ', 1) = $2 and "expiresAt" > $3 for update`,
    params: [kinds.map((kind) => identifierOf(kind, userId)), hashOf(bytes), now],
  });
  const kind = kinds.find((one) => row?.identifier === identifierOf(one, userId));
  return row && kind && { id: row.id, kind, userId, email: row.email };
}

/** Uses a link up. */
export async function spendLink(tx: Tx, link: Link): Promise<void> {
  await tx.query({ text: 'delete from auth.verification where id = $1', params: [link.id] });
}

/** Makes the links of these kinds useless. */
export async function withdrawLinks(tx: Tx, userId: string, kinds: readonly LinkKind[]): Promise<void> {
  await tx.query({
    text: 'delete from auth.verification where identifier = any($1)',
    params: [kinds.map((kind) => identifierOf(kind, userId))],
  });
}

function identifierOf(kind: LinkKind, userId: string): string {
  return `${kind} ${userId}`;
}

function hashOf(token: Buffer): string {
  return createHash('sha256').update(token).digest('base64url');
}

function formatUserId(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
