import { parseAddress } from '@smtpy/mail';
import type { Db, Tx } from '../../db/index.ts';
import { buildLetter, formatHeldToken } from '../../followups/index.ts';
import type { Clock, Events } from '../../observe/index.ts';
import { beginFollowing, type Queue } from '../../queue/index.ts';
import { digestLetter, type DigestLine, type DigestPart } from './digest-letter.ts';
import { findLines, findOrganizationsDue, takeTurn, type DigestRow } from './store.ts';

/** What sending digests needs. */
export interface DigestDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed'>;
  readonly queue: Pick<Queue, 'enqueueIn'>;
  readonly config: {
    readonly hostname: string;
    /** Without a slash at the end. */
    readonly publicUrl: string;
  };
  /** The key of the purpose `quarantine`. */
  readonly quarantineKey: Buffer;
}

/**
 * Sends the digests that are due; gives how many mails. One organization that fails keeps no other from its own: it is reported to the events and has
 * its turn when the job runs again. Rejects when the database does not even say whose turn it is.
 */
export async function sendDueDigests(dependencies: DigestDependencies): Promise<number> {
  let sent = 0;
  for (const organizationId of await findOrganizationsDue(dependencies.db)) {
    try {
      sent += await sendDigestsOf(organizationId, dependencies);
    } catch (error) {
      // Expected: the database went away, or a defect of ours.
      dependencies.events.failed('digest', error, { organizationId });
    }
  }
  return sent;
}

/** Everything of one organization, or nothing: what was told is noted with the mails. */
async function sendDigestsOf(organizationId: string, dependencies: DigestDependencies): Promise<number> {
  return dependencies.db.transaction(async (tx) => {
    await beginFollowing(tx);
    const span = await takeTurn(tx, organizationId);
    if (span === undefined) return 0;
    const rows = await findLines(tx, organizationId, span);
    const byMailbox = Map.groupBy(rows, (row) => row.mailbox_id);
    let sent = 0;
    for (const ofMailbox of byMailbox.values())
      if (await sendDigest(tx, { organizationId, rows: ofMailbox }, dependencies)) sent += 1;
    return sent;
  });
}

async function sendDigest(
  tx: Tx,
  { organizationId, rows }: { readonly organizationId: string; readonly rows: readonly DigestRow[] },
  dependencies: DigestDependencies,
): Promise<boolean> {
  const [first] = rows;
  const mailbox = parseAddress(first?.destination ?? '');
  const alias = parseAddress(first?.recipient ?? '');
  // Both were read as addresses before they were stored.
  if (!mailbox.ok || !alias.ok) return false;
  const { clock, config, queue } = dependencies;
  const letter = digestLetter({
    mailbox: first?.destination ?? '',
    fresh: partOf(
      rows.filter((row) => !row.is_reminder),
      dependencies,
    ),
    ending: partOf(
      rows.filter((row) => row.is_reminder),
      dependencies,
    ),
  });
  const { acceptance } = buildLetter({
    organizationId,
    // Any domain of the organization will do; this one receives.
    domain: alias.value.domain,
    headerTo: mailbox.value,
    letter,
    hostname: config.hostname,
    at: clock.now(),
  });
  await queue.enqueueIn(tx, acceptance);
  return true;
}

function partOf(rows: readonly DigestRow[], dependencies: DigestDependencies): DigestPart {
  return { lines: rows.map((row) => lineOf(row, dependencies)), total: rows[0]?.of_kind ?? 0 };
}

function lineOf(row: DigestRow, { config, quarantineKey }: DigestDependencies): DigestLine {
  const { id, sender, subject, recipient, reason, received_at, expires_at } = row;
  const token = formatHeldToken({ deliveryId: id, expiresAt: expires_at }, quarantineKey);
  return {
    sender,
    subject: subject ?? undefined,
    alias: recipient,
    reason,
    receivedAt: received_at,
    expiresAt: expires_at,
    link: `${config.publicUrl}/quarantine/${token}`,
  };
}
