import { formatAddress, isSameAddress, parseAddress, type Address } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import { isUuid, type Tx } from '../db/index.ts';
import { recordFact } from '../facts/index.ts';
import { lockMailboxes, mailboxSubject, type Mailbox } from '../mailboxes/index.ts';
import { createToken, hashToken } from '../members/index.ts';
import { usesOfAddress, usesOfAsker } from '../request-limits/index.ts';
import type {
  AddResult,
  AddWish,
  AskRefusal,
  MailboxConfirmations,
  MailboxConfirmationsDependencies,
  ResendResult,
} from './confirmation.ts';
import { confirmationLetter } from './letter.ts';
import { linkLifetimeMs, maxPending } from './rules.ts';
import {
  countPending,
  deleteLink,
  deleteRefusal,
  findMailboxToAsk,
  hasRefused,
  loadOrganizationName,
  saveLink,
} from './store.ts';

/** Adds a mailbox, and asks its owner where nothing says yet that the address may be forwarded to. */
export async function add(dependencies: MailboxConfirmationsDependencies, wish: AddWish): Promise<AddResult> {
  const parsed = parseAddress(wish.address.trim());
  if (!parsed.ok)
    return { kind: 'invalid_address', reason: `This is not an email address: ${parsed.reason}` };
  const { organizationId } = wish;
  const isTrusted = wish.isTrusted === true || isOwnAddress(parsed.value, wish.principal);
  return dependencies.db.joinedTransaction(async (tx): Promise<AddResult> => {
    await lockMailboxes(tx, organizationId);
    if (!isTrusted) {
      const refusal = await refuseToAdd(dependencies, tx, { organizationId, address: parsed.value });
      if (refusal !== undefined) return refusal;
    }
    const { address } = wish;
    const added = await dependencies.mailboxes.addMailbox({ organizationId, address, isTrusted });
    switch (added.kind) {
      case 'invalid_address':
      case 'own_domain':
        return { kind: 'invalid_address', reason: added.reason };
      case 'already_added':
        return { kind: 'already_exists', reason: added.reason };
      case 'added':
      case 'confirmed':
        return finish(dependencies, tx, { ...added, actor: wish.actor });
    }
  });
}

/** Who signs in with the address has confirmed it: a second mail would prove nothing more. */
function isOwnAddress(address: Address, principal: AddWish['principal']): boolean {
  if (principal?.isEmailVerified !== true) return false;
  const own = parseAddress(principal.email);
  return own.ok && isSameAddress(own.value, address);
}

/** Why the owner of an address is not to be asked. Uses count before the mailbox is made: what is refused makes none. */
async function refuseToAdd(
  dependencies: MailboxConfirmationsDependencies,
  tx: Tx,
  { organizationId, address }: { readonly organizationId: string; readonly address: Address },
): Promise<Exclude<AddResult, { readonly kind: 'done' }> | undefined> {
  const written = formatAddress(address);
  if ((await dependencies.mailboxes.findMailbox(organizationId, written)) !== undefined)
    return { kind: 'already_exists', reason: `${written} was added before` };
  if ((await countPending(tx, organizationId)) >= maxPending)
    return {
      kind: 'limit_reached',
      reason: `${String(maxPending)} mailboxes wait for their confirmation at most. Remove some of them first`,
    };
  return refuseToAsk(dependencies, tx, { organizationId, address: written });
}

interface Asked {
  readonly organizationId: string;
  readonly address: string;
}

/** Counts what the organization has us send to the address, unless it is too much or unwanted. */
async function refuseToAsk(
  { limits }: MailboxConfirmationsDependencies,
  tx: Tx,
  asked: Asked,
): Promise<AskRefusal | undefined> {
  if (await hasRefused(tx, asked))
    return {
      kind: 'conflict',
      reason: `Whoever reads mail to ${asked.address} wants no such mail from this organization`,
    };
  const taken = await limits.take(usesOfAsker(asked));
  if (taken.isWithin) return undefined;
  const waits = taken.states.flatMap(({ remaining, resetSeconds }) =>
    remaining === 0 ? [resetSeconds] : [],
  );
  return {
    kind: 'rate_limited',
    reason: `${asked.address} was written to several times already. Look for the mail there, or try again later`,
    retryAfterSeconds: Math.max(1, ...waits),
  };
}

async function finish(
  dependencies: MailboxConfirmationsDependencies,
  tx: Tx,
  {
    kind,
    mailbox,
    actor,
  }: { readonly kind: 'added' | 'confirmed'; readonly mailbox: Mailbox; readonly actor: Actor },
): Promise<AddResult> {
  const { id: mailboxId, organizationId, state } = mailbox;
  const address = formatAddress(mailbox.address);
  await dependencies.audit.record(tx, {
    action: kind === 'added' ? 'mailbox.added' : 'mailbox.confirmed',
    actor,
    organizationId,
    subject: mailboxSubject(mailbox),
    after: { state },
  });
  if (state === 'pending') {
    await sendLink(dependencies, tx, { mailboxId, organizationId, address });
  } else {
    await deleteLink(tx, mailboxId);
    await deleteRefusal(tx, { organizationId, address });
    await recordFact(tx, { organizationId, type: 'mailbox_confirmed', data: { mailboxId, address } });
  }
  return { kind: 'done', mailboxId, state };
}

/** Asks the owner of a pending mailbox once more. */
export async function resend(
  dependencies: MailboxConfirmationsDependencies,
  { organizationId, mailboxId }: Parameters<MailboxConfirmations['resend']>[0],
): Promise<ResendResult> {
  const unknown = { kind: 'not_found', reason: 'There is no such mailbox' } as const;
  if (!isUuid(mailboxId)) return unknown;
  return dependencies.db.joinedTransaction(async (tx): Promise<ResendResult> => {
    await lockMailboxes(tx, organizationId);
    const mailbox = await findMailboxToAsk(tx, { organizationId, mailboxId });
    if (mailbox === undefined) return unknown;
    if (mailbox.state !== 'pending') return { kind: 'conflict', reason: 'The mailbox is confirmed already' };
    const { address } = mailbox;
    const refusal = await refuseToAsk(dependencies, tx, { organizationId, address });
    if (refusal !== undefined) return refusal;
    await sendLink(dependencies, tx, { mailboxId, organizationId, address });
    return { kind: 'done', mailboxId };
  });
}

/**
 * Makes a link, and sends it unless the address was written to too often for whatever organizations. That goes without a word, for it would
 * tell that others know the address; whoever waits in vain sends it again later.
 */
async function sendLink(
  { clock, limits, serviceMail, publicUrl }: MailboxConfirmationsDependencies,
  tx: Tx,
  { mailboxId, organizationId, address }: Asked & { readonly mailboxId: string },
): Promise<void> {
  const token = createToken();
  const requestedAt = clock.now();
  const expiresAt = new Date(requestedAt.getTime() + linkLifetimeMs);
  await saveLink(tx, { mailboxId, tokenHash: hashToken(token), requestedAt, expiresAt });
  if (!(await limits.take(usesOfAddress(address))).isWithin) return;
  const organizationName = await loadOrganizationName(tx, organizationId);
  const url = linkUrl(publicUrl, token);
  const letter = confirmationLetter({ organizationName, address, url, expiresAt });
  await serviceMail.send(tx, { headerTo: address, organizationId, letter });
}

/** The page shows a form that posts: programs that follow links use nothing up. */
function linkUrl(publicUrl: string, token: string): string {
  const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`;
  return new URL(`confirm-mailbox?token=${token}`, base).href;
}
