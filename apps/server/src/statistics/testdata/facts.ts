import { newId, type Queryable } from '../../db/index.ts';
import type { Tenant } from './world.ts';

/** A message with one delivery that ended, as rows. */
export interface PlainFact {
  readonly at: Date;
  readonly alias?: number;
  readonly mailbox?: number;
  readonly state?: 'delivered' | 'bounced' | 'expired' | 'cancelled';
  readonly kind?: 'forward' | 'reply';
  readonly sender?: string;
  readonly latencyMs?: number;
  readonly sizeBytes?: number;
  readonly failureClass?: string;
}

/** Writes facts of the past straight into the tables, in which the triggers see them; the queue itself only knows the present. */
export async function insertFacts(db: Queryable, tenant: Tenant, facts: readonly PlainFact[]): Promise<void> {
  const rows = facts.map((fact) => {
    const { at, alias = 0, mailbox = 0, state = 'delivered', kind = 'forward', latencyMs = 100 } = fact;
    const { sender = 'ann@sender.example', sizeBytes = 1000, failureClass } = fact;
    return {
      message_id: newId(at),
      delivery_id: newId(at),
      event_id: newId(at),
      received_at: at,
      ended_at: new Date(at.getTime() + latencyMs),
      alias_id: tenant.aliasIds[alias],
      mailbox_id: tenant.mailboxIds[mailbox],
      recipient: `a${String(alias)}@${tenant.domain}`,
      state,
      kind,
      sender,
      size_bytes: sizeBytes,
      data: failureClass === undefined ? {} : { failure: { failureClass } },
    };
  });
  await db.query({
    text: `
with f as materialized (select * from jsonb_to_recordset($2::jsonb) as f (message_id uuid, delivery_id uuid, event_id uuid,
  received_at timestamptz, ended_at timestamptz, alias_id uuid, mailbox_id uuid, recipient text, state text, kind text, sender text,
  size_bytes int, data jsonb)),
m as (insert into messages (id, organization_id, content_id, received_at, mail_from, rcpt_to, header_from, size_bytes, smtputf8,
    connection, authentication)
  select message_id, $1, message_id, received_at, sender, array[recipient], sender, size_bytes, false, '{}',
    '{"spf": {"result": "pass"}, "dkim": [], "dmarc": {"result": "none"}, "arc": {"result": "none"}}' from f),
d as (insert into deliveries (id, message_id, organization_id, content_id, alias_id, mailbox_id, recipient, destination, queue_key, kind,
    mode, state, expires_at, created_at, finished_at)
  select delivery_id, message_id, $1, message_id, alias_id, mailbox_id, recipient, 'x@mailbox.example', 'mailbox.example', kind,
    'rewrite', state, ended_at, received_at, ended_at from f)
insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
select event_id, ended_at, $1, message_id, delivery_id, alias_id, state, data from f`,
    params: [tenant.organizationId, JSON.stringify(rows)],
  });
}
