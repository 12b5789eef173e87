import { BodyHash } from '@smtpy/mail';
import { encryptMessage, type MailboxKey } from '../../encryption/index.ts';
import type { Clock } from '../../observe/index.ts';
import type { ClaimedDelivery } from '../../queue/index.ts';
import type { OutgoingBody } from './body.ts';
import { continueWith, held, type Step } from './step.ts';
import type { Rewritten } from './transform-rewrite.ts';

/** Where keys of mailboxes come from. */
export interface MailboxKeyLoaders {
  /** Undefined: the mailbox takes mail as it is; may be a second old. Rejects where that is not known. */
  readonly loadMailboxKey: (
    mailboxId: string,
  ) => Promise<Pick<MailboxKey, 'publicKey' | 'hidesSubject'> | undefined>;
}

/** Words for the timeline. */
const encryptedChange = 'encrypted with the OpenPGP key of the mailbox';

/** The key of the mailbox that a delivery goes to. */
export async function keyOf(
  { mailboxId }: Pick<ClaimedDelivery, 'mailboxId'>,
  { loadMailboxKey }: MailboxKeyLoaders,
): Promise<Pick<MailboxKey, 'publicKey' | 'hidesSubject'> | undefined> {
  return mailboxId === undefined ? undefined : loadMailboxKey(mailboxId);
}

/**
 * Encrypts what goes to a mailbox that has a key. What cannot be encrypted is held: it never leaves as it is. The message is encrypted
 * once to learn its size and hash, and again, with the same result, while it is sent.
 */
export function encrypt({
  clock,
  ...loaders
}: MailboxKeyLoaders & { readonly clock: Clock }): Step<Rewritten, Rewritten> {
  return async (state) => {
    const key = await keyOf(state.delivery, loaders);
    if (key === undefined) return continueWith(state);
    const { fields, body } = state;
    const result = await encryptMessage({ ...key, fields, body, at: clock.now() });
    switch (result.kind) {
      case 'already_encrypted':
        return continueWith(state);
      case 'not_possible':
        return held('encrypt', { holdReason: 'not_encrypted', explanation: result.reason });
      case 'encrypted': {
        const changes = [...body.changes, encryptedChange];
        const encrypted = await measure({ changes, chunks: result.chunks });
        return continueWith({ ...state, fields: result.fields, body: encrypted });
      }
    }
  };
}

async function measure(body: Pick<OutgoingBody, 'changes' | 'chunks'>): Promise<OutgoingBody> {
  const hash = new BodyHash();
  let sizeBytes = 0;
  for await (const chunk of body.chunks()) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { ...body, sizeBytes, bodyHash: hash.digest() };
}
