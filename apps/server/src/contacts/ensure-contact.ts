import { randomBytes } from 'node:crypto';
import { newId, type Queryable } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Contact, EnsureContact } from './contact.ts';
import { cleanDisplayName, formatReplyLocalPart, replyRandomBytes } from './rules.ts';
import { findContact, insertContact } from './store.ts';

/** Two random local parts of 60 bits do not collide; a third try has no excuse. */
const insertTries = 3;

/** Finds or makes a contact whose address is folded. Rejects when that cannot be. */
export async function ensureContact(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  input: EnsureContact & { readonly writtenTo: string },
): Promise<{ readonly contact: Contact; readonly isNew: boolean }> {
  const { organizationId, aliasId, domainId, domainName, address, writtenTo } = input;
  for (let tries = 0; tries < insertTries; tries += 1) {
    const found = await findContact(db, input);
    if (found !== undefined) return { contact: found, isNew: false };
    const id = newId();
    const replyLocalPart = formatReplyLocalPart(address, randomBytes(replyRandomBytes));
    const displayName = cleanDisplayName(input.displayName);
    const shared = { id, organizationId, aliasId, writtenTo, address, displayName };
    if (await insertContact(db, { ...shared, domainId, replyLocalPart, createdAt: clock.now() }))
      return {
        contact: { ...shared, replyAddress: { localPart: replyLocalPart, domain: domainName } },
        isNew: true,
      };
  }
  throw new Error(
    `no contact could be made for alias ${aliasId}: it is gone, not on domain ${domainId}, or a catch-all and not told what was written to`,
  );
}
