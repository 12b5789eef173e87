import type { ClaimedDelivery } from './types.ts';

/** The columns behind a {@link ClaimedDelivery}; `mail_from` and `smtputf8` are those of the message. */
export interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly organization_id: string;
  readonly content_id: string;
  readonly alias_id: string | null;
  readonly contact_id: string | null;
  readonly reply_to_contact_id: string | null;
  readonly mode: 'rewrite' | 'preserve';
  readonly recipient: string;
  readonly destination: string | null;
  readonly queue_key: string;
  readonly mail_from: string | null;
  readonly smtputf8: boolean | null;
  readonly attempts: number;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly lease_until: Date;
}

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
    mode: row.mode,
    recipient: row.recipient,
    // What is due has a destination: enqueue refuses anything else.
    destination: row.destination ?? '',
    queueKey: row.queue_key,
    // Messages are dropped after their deliveries. Were one missing, the null sender would at worst lose a bounce.
    mailFrom: row.mail_from ?? '',
    isSmtpUtf8: row.smtputf8 ?? false,
    attempts: row.attempts,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    leaseUntil: row.lease_until,
  };
}
