import { stripControl } from '@smtpy/mail';
import { hideAddress } from '../queue/index.ts';
import type { NewRefusal, Refusal } from './refusal.ts';

/** Longest kept text: an address of the greatest length fits. */
const maxTextLength = 320;
const hourMs = 3_600_000;

/** The reason in counts for what has no row of its own, because there are too many different ones. */
export const otherReason = 'other';

/** What a refusal is counted by. */
export interface CountKey {
  readonly organizationId: string;
  readonly hour: Date;
  readonly reason: string;
  /** Empty where the address is no alias's: people try any number of those. */
  readonly recipient: string;
}

/** A refusal that can be stored: cleaned, and without what the organization does not want kept. */
export interface StorableRefusal extends CountKey {
  readonly aliasId: string | undefined;
  readonly at: Date;
  readonly data: Omit<Refusal, 'id' | 'at' | 'aliasId'>;
}

/** Makes a refusal storable. */
export function prepareRefusal(refusal: NewRefusal, at: Date): StorableRefusal {
  const { organizationId, aliasId, code, privacyLevel = 'full' } = refusal;
  const isHiding = privacyLevel !== 'full';
  const recipient = clean(isHiding ? hideSrs(refusal.recipient) : refusal.recipient);
  const mailFrom = clean(refusal.mailFrom);
  const reason =
    clean(privacyLevel === 'none' ? hideAuthorDomain(refusal.reason) : refusal.reason) || 'unknown';
  const data = {
    recipient,
    mailFrom: privacyLevel === 'full' ? mailFrom : hideAddress(mailFrom, privacyLevel),
    ip: privacyLevel === 'none' ? undefined : clean(refusal.ip),
    stage: clean(refusal.stage),
    code,
    reason,
  };
  const hour = new Date(at.getTime() - (at.getTime() % hourMs));
  return {
    organizationId,
    aliasId,
    at,
    hour,
    reason,
    recipient: aliasId === undefined ? '' : recipient,
    data,
  };
}

/** An SRS address holds the sender of what it answers. */
function hideSrs(recipient: string): string {
  return /^srs[01][=+-]/i.test(recipient) ? hideAddress(recipient, 'domain') : recipient;
}

/** The reason of a refusal for DMARC names the domain of the author. */
function hideAuthorDomain(reason: string): string {
  return reason.startsWith('DMARC of ') ? 'DMARC' : reason;
}

/** Text that tells counts of different keys apart. */
export function countKeyText({ organizationId, hour, reason, recipient }: CountKey): string {
  return JSON.stringify([organizationId, hour.getTime(), reason, recipient]);
}

function clean(text: string): string {
  return stripControl(text.slice(0, maxTextLength));
}
