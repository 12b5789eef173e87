import { newId, type Tx } from '../db/index.ts';

/**
 * What happened, and what `data` says of it (camelCase, as in all events):
 * - `domain_activated`, `domain_degraded`, `domain_recovered`: `{ domainId, name, reason? }`; the reason is a sentence.
 * - `mailbox_confirmed`, `mailbox_paused_by_hand`, `mailbox_resumed_by_hand`: `{ mailboxId, address }`.
 * - `quota_reached`: `{ quota, percent, limit, used, aliasId? }`; `quota` names the limit, `percent` is 80, 90 or 100.
 */
export type FactType =
  | 'domain_activated'
  | 'domain_degraded'
  | 'domain_recovered'
  | 'mailbox_confirmed'
  | 'mailbox_paused_by_hand'
  | 'mailbox_resumed_by_hand'
  | 'quota_reached';

/** A dated fact of an organization. */
export interface Fact {
  readonly organizationId: string;
  readonly type: FactType;
  readonly aliasId?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Records a fact, in the transaction of what it tells of. */
export async function recordFact(tx: Tx, { organizationId, type, aliasId, data }: Fact): Promise<void> {
  await tx.query({
    name: 'facts-record',
    text: `insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
      values ($1, now(), $2, null, null, $3, $4, $5::jsonb)`,
    params: [newId(), organizationId, aliasId ?? null, type, JSON.stringify(data)],
  });
}
