import type { Tx } from '../db/index.ts';
import type { Mailbox } from './mailbox.ts';
import { byHand } from './rules.ts';
import { mailboxColumns, mailboxOf, type MailboxRow } from './store.ts';

/** A mailbox that nobody else changes until `tx` ends. */
export async function lockMailbox(tx: Tx, mailboxId: string): Promise<Mailbox | undefined> {
  const [row] = await tx.query<MailboxRow>({
    text: `select ${mailboxColumns} from mailboxes where id = $1 for no key update`,
    params: [mailboxId],
  });
  return row && mailboxOf(row);
}

/** Adds a failure, once per delivery, and forgets those of the mailbox before `since`. */
export async function insertFailure(
  tx: Tx,
  failure: { readonly mailboxId: string; readonly deliveryId: string; readonly at: Date },
  since: Date,
): Promise<void> {
  await tx.query({
    text: 'delete from mailbox_failures where mailbox_id = $1 and at < $2',
    params: [failure.mailboxId, since],
  });
  await tx.query({
    text: 'insert into mailbox_failures (mailbox_id, delivery_id, at) values ($1, $2, $3) on conflict do nothing',
    params: [failure.mailboxId, failure.deliveryId, failure.at],
  });
}

/** When the `n`th newest failure since an instant was, counted from 1; undefined when there are fewer. */
export async function findNthNewestFailure(
  tx: Tx,
  { mailboxId, since, n }: { readonly mailboxId: string; readonly since: Date; readonly n: number },
): Promise<Date | undefined> {
  const [row] = await tx.query<{ readonly at: Date }>({
    text: `select at from mailbox_failures where mailbox_id = $1 and at >= $2 order by at desc offset $3 limit 1`,
    params: [mailboxId, since, n - 1],
  });
  return row?.at;
}

/** Forgets the failures of a mailbox. */
export async function clearFailures(tx: Tx, mailboxId: string): Promise<void> {
  await tx.query({ text: 'delete from mailbox_failures where mailbox_id = $1', params: [mailboxId] });
}

/** Pauses a mailbox that is not paused. */
export async function markPaused(
  tx: Tx,
  pause: {
    readonly mailboxId: string;
    readonly reason: string;
    readonly at: Date;
    readonly probeAfterMs: number;
  },
): Promise<Mailbox | undefined> {
  const [row] = await tx.query<MailboxRow>({
    text: `update mailboxes set paused_at = $3, pause_reason = $2, probes = 0,
        probe_at = now() + $4 * interval '1 millisecond'
      where id = $1 and paused_at is null returning ${mailboxColumns}`,
    params: [pause.mailboxId, pause.reason, pause.at, pause.probeAfterMs],
  });
  return row && mailboxOf(row);
}

/** Pauses a mailbox until a person resumes it: without a probe, and also where its failures had paused it. */
export async function markPausedByHand(
  tx: Tx,
  pause: { readonly mailboxId: string; readonly organizationId: string; readonly at: Date },
): Promise<Mailbox | undefined> {
  const [row] = await tx.query<MailboxRow>({
    text: `update mailboxes set paused_at = coalesce(paused_at, $3), pause_reason = $4, probe_at = null, probes = 0
      where id = $1 and organization_id = $2 and pause_reason is distinct from $4 returning ${mailboxColumns}`,
    params: [pause.mailboxId, pause.organizationId, pause.at, byHand],
  });
  return row && mailboxOf(row);
}

/** Ends a pause: whichever, or only one that failures began. */
export async function markResumed(
  tx: Tx,
  mailboxId: string,
  which: 'any' | 'for_failures',
): Promise<Mailbox | undefined> {
  const [row] = await tx.query<MailboxRow>({
    text: `update mailboxes set paused_at = null, pause_reason = null, probe_at = null, probes = 0
      where id = $1 and paused_at is not null and ($2 = 'any' or pause_reason is distinct from $3)
      returning ${mailboxColumns}`,
    params: [mailboxId, which, byHand],
  });
  return row && mailboxOf(row);
}

/** Counts a probe of the mailbox that has waited longest for one, and puts off the next by `nextAfterMs`. */
export async function takeDueProbe(tx: Tx, nextAfterMs: number): Promise<Mailbox | undefined> {
  const [row] = await tx.query<MailboxRow>({
    text: `update mailboxes set probes = probes + 1, probe_at = now() + $1 * interval '1 millisecond'
      where id = (select id from mailboxes where paused_at is not null and probe_at <= now()
        order by probe_at limit 1 for no key update skip locked)
      returning ${mailboxColumns}`,
    params: [nextAfterMs],
  });
  return row && mailboxOf(row);
}

/** Sets when the next probe of a paused mailbox is due, by the number of those that were sent. */
export async function scheduleProbe(
  tx: Tx,
  mailboxId: string,
  delayMs: (probes: number) => number,
): Promise<void> {
  const [row] = await tx.query<{ readonly probes: number }>({
    text: `select probes from mailboxes where id = $1 and paused_at is not null and pause_reason is distinct from $2
      for no key update`,
    params: [mailboxId, byHand],
  });
  if (row === undefined) return;
  await tx.query({
    text: `update mailboxes set probe_at = now() + $2 * interval '1 millisecond' where id = $1`,
    params: [mailboxId, delayMs(row.probes)],
  });
}
