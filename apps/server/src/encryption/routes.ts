import { mailboxOperations } from '@smtpy/contract';
import { ApiError, route, type Actor, type Route } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { mailboxSubject, type Mailbox, type Mailboxes } from '../mailboxes/index.ts';
import { formatKey, formatSaved } from './form.ts';
import type { MailboxKey } from './mailbox-key.ts';
import type { MailboxKeys, SaveKey, SaveKeyResult } from './mailbox-keys.ts';
import { createKeyDirectory, type KeyDirectory, type KeyDirectoryDependencies } from './wkd.ts';

/** What the routes of PGP keys need. */
export type MailboxKeyRoutesDependencies = KeyDirectoryDependencies & {
  readonly db: Db;
  readonly audit: Pick<Audit, 'record'>;
  readonly mailboxes: Pick<Mailboxes, 'findListed'>;
  readonly mailboxKeys: Pick<MailboxKeys, 'find' | 'save' | 'remove'>;
};

/** The routes of PGP keys of mailboxes. */
export function mailboxKeyRoutes(dependencies: MailboxKeyRoutesDependencies): readonly Route[] {
  const { mailboxKeys } = dependencies;
  return [
    route(mailboxOperations.getMailboxKey, async ({ caller: { organizationId }, params }) => {
      const key = await mailboxKeys.find({ organizationId, mailboxId: params.mailbox_id });
      if (key === undefined) throw new ApiError('not_found');
      return formatKey(key);
    }),
    route(mailboxOperations.putMailboxKey, async ({ caller: { organizationId, actor }, params, body }) => {
      const mailbox = await getMailbox(dependencies, { organizationId, mailboxId: params.mailbox_id });
      const { public_key: armor, hides_subject: hidesSubject } = body;
      return formatSaved(await save(dependencies, { mailbox, actor, armor, hidesSubject, source: 'pasted' }));
    }),
    route(mailboxOperations.removeMailboxKey, async ({ caller: { organizationId, actor }, params }) => {
      await remove(dependencies, { organizationId, mailboxId: params.mailbox_id, actor });
      return undefined;
    }),
    findRoute(dependencies, createKeyDirectory(dependencies)),
  ];
}

/** Asks the provider first, and begins its transaction only with the answer. */
function findRoute(dependencies: MailboxKeyRoutesDependencies, directory: KeyDirectory): Route {
  return route(
    mailboxOperations.findMailboxKey,
    async ({ caller: { organizationId, actor }, params, body }) => {
      const mailbox = await getMailbox(dependencies, { organizationId, mailboxId: params.mailbox_id });
      const found = await directory.find(mailbox.address);
      if (found.kind !== 'found') return { outcome: found.kind, reason: `${found.reason}.`, saved: null };
      const { armor } = found.key;
      const wish = { mailbox, actor, armor, hidesSubject: body.hides_subject, source: 'wkd' } as const;
      return { outcome: 'saved' as const, reason: null, saved: formatSaved(await save(dependencies, wish)) };
    },
  );
}

async function getMailbox(
  { mailboxes }: MailboxKeyRoutesDependencies,
  wanted: { readonly organizationId: string; readonly mailboxId: string },
): Promise<Mailbox> {
  const mailbox = await mailboxes.findListed(wanted);
  if (mailbox === undefined) throw new ApiError('not_found');
  return mailbox;
}

type SaveWish = Pick<SaveKey, 'armor' | 'source' | 'hidesSubject'> & {
  readonly mailbox: Mailbox;
  readonly actor: Actor;
};

/** Saves a key with its entry in the log. */
async function save(
  { db, audit, mailboxKeys }: MailboxKeyRoutesDependencies,
  { mailbox, actor, ...given }: SaveWish,
): Promise<Extract<SaveKeyResult, { readonly kind: 'saved' }>> {
  const { organizationId, id: mailboxId, address } = mailbox;
  return db.joinedTransaction(async (tx) => {
    const before = await mailboxKeys.find({ organizationId, mailboxId });
    const result = await mailboxKeys.save({ organizationId, mailboxId, address, ...given });
    if (result.kind === 'refused') throw ApiError.field('body.public_key', `${result.reason}.`);
    // Removed while its provider was asked.
    if (result.kind === 'unknown_mailbox') throw new ApiError('not_found');
    await audit.record(tx, {
      action: 'mailbox.key_set',
      actor,
      organizationId,
      subject: mailboxSubject(mailbox),
      ...(before && { before: factsOf(before) }),
      after: factsOf(result.key),
    });
    return result;
  });
}

async function remove(
  dependencies: MailboxKeyRoutesDependencies,
  {
    actor,
    ...wanted
  }: { readonly organizationId: string; readonly mailboxId: string; readonly actor: Actor },
): Promise<void> {
  const { db, audit, mailboxKeys } = dependencies;
  const mailbox = await getMailbox(dependencies, wanted);
  await db.joinedTransaction(async (tx) => {
    const before = await mailboxKeys.find(wanted);
    if (before === undefined || !(await mailboxKeys.remove(wanted))) throw new ApiError('not_found');
    await audit.record(tx, {
      action: 'mailbox.key_removed',
      actor,
      organizationId: wanted.organizationId,
      subject: mailboxSubject(mailbox),
      before: factsOf(before),
    });
  });
}

/** Names for the log: what sounds like a secret is refused there, and a whole key says no more than its fingerprint. */
function factsOf({ fingerprint, source, hidesSubject, expiresAt }: MailboxKey) {
  return { fingerprint, source, hides_subject: hidesSubject, expires_at: expiresAt?.toISOString() ?? null };
}
