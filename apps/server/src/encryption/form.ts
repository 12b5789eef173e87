import type { mailboxKey, savedMailboxKey } from '@smtpy/contract';
import type { z } from 'zod';
import type { MailboxKey } from './mailbox-key.ts';
import type { SaveKeyResult } from './mailbox-keys.ts';

/** A key in the form of the contract. */
export function formatKey(key: MailboxKey): z.input<typeof mailboxKey> {
  return {
    mailbox_id: key.mailboxId,
    fingerprint: key.fingerprint,
    source: key.source,
    hides_subject: key.hidesSubject,
    expires_at: key.expiresAt?.toISOString() ?? null,
    public_key: key.publicKey,
    created_at: key.createdAt.toISOString(),
  };
}

/** A key that was saved. Sentences end with a full stop here. */
export function formatSaved({
  key,
  warning,
  released,
}: Extract<SaveKeyResult, { readonly kind: 'saved' }>): z.input<typeof savedMailboxKey> {
  return { key: formatKey(key), warning: warning === undefined ? null : `${warning}.`, released };
}
