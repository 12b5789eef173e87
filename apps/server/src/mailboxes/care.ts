import type { Actor } from '../api/index.ts';
import { differenceOf, type Audit } from '../audit/index.ts';
import { isUuid, type Db, type Tx } from '../db/index.ts';
import { recordFact, type FactType } from '../facts/index.ts';
import type { Notices } from '../notices/index.ts';
import type { Clock } from '../observe/index.ts';
import { formatAddress } from '@smtpy/mail';
import { makeDefault } from './default-store.ts';
import type { Mailbox } from './mailbox.ts';
import { lockMailbox } from './pause-store.ts';
import type { MailboxPauses } from './pauses.ts';
import { remove } from './remove.ts';
import { byHand } from './rules.ts';
import { lockMailboxes, updateDelayNotice } from './store.ts';

/** What {@link createMailboxCare} needs. */
export interface MailboxCareDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly pauses: Pick<MailboxPauses, 'pauseByHand' | 'resume'>;
  readonly notices: Pick<Notices, 'record'>;
}

/** Somebody's wish about one mailbox of an organization. */
export interface MailboxWish {
  readonly organizationId: string;
  readonly mailboxId: string;
  readonly actor: Actor;
}

/** Why a wish about a mailbox is not granted; `reason` is a sentence without a full stop. */
export interface MailboxRefusal {
  readonly kind: 'not_found' | 'conflict';
  readonly reason: string;
}

/** What a wish came to. */
export type MailboxCareResult = { readonly kind: 'done'; readonly mailbox: Mailbox } | MailboxRefusal;

/** What members do with a mailbox that is there. Each is one transaction with its entry in the audit log. */
export interface MailboxCare {
  /** What is absent stays. */
  change(
    wish: MailboxWish & {
      readonly isDefault?: true | undefined;
      readonly wantsDelayNotice?: boolean | undefined;
    },
  ): Promise<MailboxCareResult>;
  /** Until a person resumes it. */
  pause(wish: MailboxWish): Promise<MailboxCareResult>;
  /** Ends whichever pause. */
  resume(wish: MailboxWish): Promise<MailboxCareResult>;
  /** Removes it; its aliases forward to `moveTo` then. The mailbox in the result is the one that was. */
  remove(wish: MailboxWish & { readonly moveTo?: string | undefined }): Promise<MailboxCareResult>;
}

/** The refusal for a mailbox that the organization does not have. */
export const unknownMailbox: MailboxRefusal = { kind: 'not_found', reason: 'There is no such mailbox' };

/** Care of mailboxes on a database. */
export function createMailboxCare(dependencies: MailboxCareDependencies): MailboxCare {
  return {
    change: (wish) =>
      withMailbox(dependencies.db, wish, (tx, mailbox) => change(dependencies, tx, { ...wish, mailbox })),
    pause: (wish) =>
      withMailbox(dependencies.db, wish, (tx, mailbox) => pause(dependencies, tx, { ...wish, mailbox })),
    resume: (wish) =>
      withMailbox(dependencies.db, wish, (tx, mailbox) => resume(dependencies, tx, { ...wish, mailbox })),
    remove: (wish) =>
      withMailbox(dependencies.db, wish, (tx, mailbox) => remove(dependencies, tx, { ...wish, mailbox })),
  };
}

/** Runs `work` while nobody else adds, confirms, changes or removes mailboxes of the organization. */
async function withMailbox(
  db: Db,
  { organizationId, mailboxId }: MailboxWish,
  work: (tx: Tx, mailbox: Mailbox) => Promise<MailboxCareResult>,
): Promise<MailboxCareResult> {
  if (!isUuid(mailboxId)) return unknownMailbox;
  return db.transaction(async (tx) => {
    await lockMailboxes(tx, organizationId);
    const mailbox = await lockMailbox(tx, mailboxId);
    return mailbox?.organizationId === organizationId ? work(tx, mailbox) : unknownMailbox;
  });
}

type Found<Wish> = Wish & { readonly mailbox: Mailbox };

/** The subject of an entry about a mailbox. */
export function mailboxSubject({ id, address }: Mailbox) {
  return { kind: 'mailbox', id, label: formatAddress(address) } as const;
}

async function change(
  { audit }: MailboxCareDependencies,
  tx: Tx,
  { mailbox, actor, isDefault, wantsDelayNotice }: Found<Parameters<MailboxCare['change']>[0]>,
): Promise<MailboxCareResult> {
  const { id: mailboxId, organizationId } = mailbox;
  if (isDefault === true && mailbox.state !== 'confirmed')
    return { kind: 'conflict', reason: 'Only a confirmed mailbox can be the default' };
  const wanted: Mailbox = {
    ...mailbox,
    isDefault: isDefault ?? mailbox.isDefault,
    wantsDelayNotice: wantsDelayNotice ?? mailbox.wantsDelayNotice,
  };
  const difference = differenceOf(factsOf(mailbox), factsOf(wanted));
  if (difference === undefined) return { kind: 'done', mailbox };
  if (wanted.isDefault !== mailbox.isDefault) await makeDefault(tx, { organizationId, mailboxId });
  if (wanted.wantsDelayNotice !== mailbox.wantsDelayNotice)
    await updateDelayNotice(tx, { mailboxId, wantsDelayNotice: wanted.wantsDelayNotice });
  await audit.record(tx, {
    action: 'mailbox.changed',
    actor,
    organizationId,
    subject: mailboxSubject(mailbox),
    ...difference,
  });
  return { kind: 'done', mailbox: wanted };
}

function factsOf({ isDefault, wantsDelayNotice }: Mailbox) {
  return { is_default: isDefault, wants_delay_notice: wantsDelayNotice };
}

async function pause(
  dependencies: MailboxCareDependencies,
  tx: Tx,
  { mailbox, actor }: Found<MailboxWish>,
): Promise<MailboxCareResult> {
  const { id: mailboxId, organizationId } = mailbox;
  const at = dependencies.clock.now();
  const paused = await dependencies.pauses.pauseByHand(tx, { mailboxId, organizationId, at });
  if (paused === undefined) return { kind: 'conflict', reason: 'The mailbox is paused by hand already' };
  await dependencies.audit.record(tx, {
    action: 'mailbox.paused',
    actor,
    organizationId,
    subject: mailboxSubject(mailbox),
    before: { pause_reason: mailbox.pauseReason ?? null },
    after: { pause_reason: byHand },
  });
  await tell(dependencies, tx, { mailbox, kind: 'mailbox_paused', fact: 'mailbox_paused_by_hand' });
  return { kind: 'done', mailbox: paused };
}

async function resume(
  dependencies: MailboxCareDependencies,
  tx: Tx,
  { mailbox, actor }: Found<MailboxWish>,
): Promise<MailboxCareResult> {
  const ended = await dependencies.pauses.resume(tx, mailbox.id);
  if (ended === undefined) return { kind: 'conflict', reason: 'The mailbox is not paused' };
  await dependencies.audit.record(tx, {
    action: 'mailbox.resumed',
    actor,
    organizationId: mailbox.organizationId,
    subject: mailboxSubject(mailbox),
    before: { pause_reason: mailbox.pauseReason ?? null },
    after: { pause_reason: null, resumed_deliveries: ended.resumed },
  });
  await tell(dependencies, tx, { mailbox, kind: 'mailbox_resumed', fact: 'mailbox_resumed_by_hand' });
  return { kind: 'done', mailbox: ended.mailbox };
}

/** Whoever did it knows; the others find it among the notices, and programs among the events. */
async function tell(
  { notices, clock }: MailboxCareDependencies,
  tx: Tx,
  {
    mailbox,
    kind,
    fact,
  }: {
    readonly mailbox: Mailbox;
    readonly kind: 'mailbox_paused' | 'mailbox_resumed';
    readonly fact: FactType;
  },
): Promise<void> {
  const { id: mailboxId, organizationId, address } = mailbox;
  await recordFact(tx, { organizationId, type: fact, data: { mailboxId, address: formatAddress(address) } });
  await notices.record(tx, {
    organizationId,
    kind,
    subjectId: mailboxId,
    mailed: 0,
    facts: { cause: byHand },
    at: clock.now(),
  });
}
