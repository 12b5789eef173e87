import type { HeaderField } from '@smtpy/mail';
import { listFieldNames } from './list-links.ts';
import { isStrayLine } from './stray-line.ts';

/** What a rewrite does with a field of the original. */
export type Treatment =
  /** Stays byte for byte, in its place. */
  | 'keep'
  /** Stays in its place; addresses or ids in it may become others, all else stays byte for byte. */
  | 'edit'
  /** Is left out. */
  | 'remove'
  /** Something else takes the place of the first one; further ones are left out. */
  | 'replace';

interface Policy {
  readonly lowerName: string;
  readonly treatment: Treatment;
  readonly reason: string;
}

/**
 * Every field whose treatment needs a reason. What is not named here is kept.
 *
 * Removing serves one of three ends: answers must not pass by the reply address, nothing may claim what is no longer true,
 * nothing may pass for ours.
 */
export const headerPolicies: readonly Policy[] = [
  // Whom the reader sees and answers.
  {
    lowerName: 'from',
    treatment: 'replace',
    reason:
      'the reply address of the contact, so that answers come back through the alias and DMARC of the alias domain passes',
  },
  {
    lowerName: 'reply-to',
    treatment: 'replace',
    reason: 'the reply address of that contact; left out when it is the author, whom From names',
  },
  {
    lowerName: 'to',
    treatment: 'edit',
    reason: 'other people stand there under reply addresses, so that an answer to all stays masked',
  },
  { lowerName: 'cc', treatment: 'edit', reason: 'as To' },
  {
    lowerName: 'in-reply-to',
    treatment: 'edit',
    reason: 'ids that we gave to what the owner sent become those his mailbox knows, so that threads hold',
  },
  { lowerName: 'references', treatment: 'edit', reason: 'as In-Reply-To' },
  ...listFieldNames.map(
    (lowerName) =>
      ({
        lowerName,
        treatment: 'edit',
        reason:
          'RFC 2369: a tap on it writes to its mailto: from the real address; the alias writes instead, or the link is left out',
      }) as const,
  ),
  {
    lowerName: 'sender',
    treatment: 'remove',
    reason:
      'readers show it next to From ("on behalf of"), and it would belong to a domain that has not sent this message',
  },
  {
    lowerName: 'mail-reply-to',
    treatment: 'remove',
    reason: 'readers that know it answer there, past the reply address',
  },
  {
    lowerName: 'mail-followup-to',
    treatment: 'remove',
    reason: 'readers that know it answer there, past the reply address',
  },
  {
    lowerName: 'disposition-notification-to',
    treatment: 'remove',
    reason:
      'RFC 8098 §2.1: the reader would send the notification from the real address straight to the outsider',
  },
  {
    lowerName: 'return-receipt-to',
    treatment: 'remove',
    reason: 'an older form of Disposition-Notification-To',
  },
  {
    lowerName: 'x-confirm-reading-to',
    treatment: 'remove',
    reason: 'an older form of Disposition-Notification-To',
  },
  {
    lowerName: 'errors-to',
    treatment: 'remove',
    reason:
      'old servers send failures there, with the real address in them; failures belong to the reverse path',
  },
  // What is no longer true.
  {
    lowerName: 'return-path',
    treatment: 'remove',
    reason:
      'RFC 5321 §4.4: the last server alone writes it, and this message leaves with another reverse path',
  },
  {
    lowerName: 'dkim-signature',
    treatment: 'remove',
    reason: 'it covers From, which has changed; the result of its verification is in Authentication-Results',
  },
  { lowerName: 'domainkey-signature', treatment: 'remove', reason: 'as DKIM-Signature, which replaced it' },
  {
    lowerName: 'arc-seal',
    treatment: 'remove',
    reason:
      'RFC 8617 §5.1.2: with a changed From the newest message signature fails, and a failed chain is worse than none',
  },
  {
    lowerName: 'arc-message-signature',
    treatment: 'remove',
    reason: 'as ARC-Seal; a set is whole or worthless',
  },
  {
    lowerName: 'arc-authentication-results',
    treatment: 'remove',
    reason: 'as ARC-Seal; a set is whole or worthless',
  },
  // What would pass for ours.
  {
    lowerName: 'x-original-from',
    treatment: 'remove',
    reason: 'ours tells the author; one that came along would tell somebody else',
  },
  // What one may expect to be removed.
  {
    lowerName: 'x-smtpy-loop',
    treatment: 'keep',
    reason: 'tokens of other aliases and installations: without them a loop over two of them goes unseen',
  },
  {
    lowerName: 'delivered-to',
    treatment: 'keep',
    reason: 'servers before and behind us recognise their own loops by it',
  },
  {
    lowerName: 'x-original-to',
    treatment: 'keep',
    reason: 'ours stands above it; filters of the reader go by the first',
  },
  {
    lowerName: 'received',
    treatment: 'keep',
    reason: 'RFC 5321 §4.4: trace fields are never removed; hops are counted by them',
  },
  {
    lowerName: 'authentication-results',
    treatment: 'keep',
    reason:
      'RFC 8601 §5: those of others stay; one that claims to be ours is removed before this table is asked',
  },
];

/** Fields in our own name space that came along; the exceptions are in the table. */
const ownPrefix = 'x-smtpy-';

const treatments: ReadonlyMap<string, Treatment> = new Map(
  headerPolicies.map(({ lowerName, treatment }) => [lowerName, treatment]),
);

/** What to do with a field or with a line that is none. */
export function treatmentOf(field: HeaderField): Treatment {
  const treatment = treatments.get(field.lowerName);
  if (treatment !== undefined) return treatment;
  return field.lowerName.startsWith(ownPrefix) || isStrayLine(field) ? 'remove' : 'keep';
}
