import type { HidingLevel } from './privacy.ts';
import type { WorkingSender } from './sender-sql.ts';
import type {
  AuthenticationFacts,
  ClaimedDelivery,
  DeliveryKind,
  DeliveryMode,
  RequestedChanges,
} from './types.ts';

/** The columns behind a {@link ClaimedDelivery}; `mail_from` to `authentication` are those of the message, null were it missing. */
export interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly organization_id: string;
  readonly content_id: string;
  readonly alias_id: string | null;
  readonly contact_id: string | null;
  readonly reply_to_contact_id: string | null;
  readonly mailbox_id: string | null;
  readonly kind: DeliveryKind;
  readonly mode: DeliveryMode;
  readonly recipient: string;
  readonly sent_as: string | null;
  readonly destination: string | null;
  readonly queue_key: string;
  readonly mail_from: string | null;
  readonly header_from: string | null;
  readonly smtputf8: boolean | null;
  readonly authentication: AuthenticationFacts | null;
  readonly privacy_level: HidingLevel | null;
  readonly sender: WorkingSender | null;
  readonly changes: RequestedChanges | null;
  readonly attempts: number;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly lease_until: Date;
}

/** What is known where nothing is: it proves nothing and opens no way. */
const noAuthentication: AuthenticationFacts = {
  spf: { result: 'none' },
  dkim: [],
  dmarc: { result: 'none' },
  arc: { result: 'none' },
};

/** A leased row as the delivery loop sees it. */
export function toClaimedDelivery(row: DeliveryRow): ClaimedDelivery {
  return {
    id: row.id,
    messageId: row.message_id,
    organizationId: row.organization_id,
    contentId: row.content_id,
    aliasId: row.alias_id ?? undefined,
    contactId: row.contact_id ?? undefined,
    replyToContactId: row.reply_to_contact_id ?? undefined,
    mailboxId: row.mailbox_id ?? undefined,
    kind: row.kind,
    mode: row.mode,
    recipient: row.recipient,
    sentAs: row.sent_as ?? row.recipient,
    // What is due has a destination: enqueue refuses anything else.
    destination: row.destination ?? '',
    queueKey: row.queue_key,
    // Messages are dropped after their deliveries. Were one missing, the null sender would at worst lose a bounce.
    mailFrom: (row.sender ? row.sender.mailFrom : row.mail_from) ?? '',
    headerFrom: (row.sender ? row.sender.headerFrom : row.header_from) ?? undefined,
    authentication: row.authentication ?? noAuthentication,
    changes: row.changes ?? {},
    ...(row.privacy_level !== null && { privacyLevel: row.privacy_level }),
    isSmtpUtf8: row.smtputf8 ?? false,
    attempts: row.attempts,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    leaseUntil: row.lease_until,
  };
}
