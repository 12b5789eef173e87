import { isUuid, type Queryable, type Statement } from '../db/index.ts';
import type { HidingLevel } from './privacy.ts';
import { workingSenderSql, type WorkingSender } from './sender-sql.ts';
import type { AuthenticationFacts, DeliveryKind, DeliveryState, HoldReason } from './types.ts';

/** Which held deliveries, newest first. */
export interface ListHeld {
  /** Absent: those of every organization, for the operator. */
  readonly organizationId?: string | undefined;
  /** Absent: whatever the reason. */
  readonly reasons?: readonly HoldReason[] | undefined;
  readonly mailboxId?: string | undefined;
  readonly aliasId?: string | undefined;
  /** A part of the reverse path or the author's address, as far as the message keeps them, in any case; no pattern. */
  readonly sender?: string | undefined;
  /** 1 to 1,000; more is taken as 1,000. */
  readonly limit: number;
  /** The last id of the page before. */
  readonly before?: string | undefined;
}

/** A held delivery with what its message says. Where the message does not keep its sender, he lies with the content until it goes. */
export interface HeldDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly organizationId: string;
  /** What it is to be sent with. */
  readonly contentId: string;
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly aliasId: string | undefined;
  readonly mailboxId: string | undefined;
  /** The real address. Not to be shown to outsiders. */
  readonly destination: string | undefined;
  readonly reason: HoldReason;
  /** When it ends as `expired` unless somebody decides. */
  readonly expiresAt: Date;
  readonly receivedAt: Date;
  /** Octets of the message as received. */
  readonly sizeBytes: number;
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  readonly headerFrom: string | undefined;
  /** Undefined as well where the message does not keep it. */
  readonly subject: string | undefined;
  readonly authentication: AuthenticationFacts;
  /** What the message does not keep; absent: it keeps everything. */
  readonly privacyLevel?: HidingLevel;
}

/** Result of `showHeld`. */
export type ShowHeldResult =
  | { readonly kind: 'found'; readonly held: HeldDelivery }
  /** It was decided, or its time was over, or it was never held. */
  | { readonly kind: 'not_held'; readonly state: DeliveryState }
  | { readonly kind: 'not_found' };

interface Row {
  readonly id: string;
  readonly message_id: string;
  readonly organization_id: string;
  readonly content_id: string;
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly alias_id: string | null;
  readonly mailbox_id: string | null;
  readonly destination: string | null;
  readonly state: DeliveryState;
  readonly reason: HoldReason;
  readonly expires_at: Date;
  readonly received_at: Date;
  readonly size_bytes: number;
  readonly mail_from: string;
  readonly header_from: string | null;
  readonly subject: string | null;
  readonly authentication: AuthenticationFacts;
  readonly privacy_level: HidingLevel | null;
  readonly sender: WorkingSender | null;
}

const columns = `d.id, d.message_id, d.organization_id, d.content_id, d.kind, d.recipient, d.alias_id, d.mailbox_id, d.destination, d.state, d.reason,
  d.expires_at, m.received_at, m.size_bytes, m.mail_from, m.header_from, m.subject, m.authentication, m.privacy_level, ${workingSenderSql}`;

const maxListed = 1_000;

/** Only the conditions that are asked for, so that the partial index of held deliveries is walked backwards. */
export function listHeldStatement({
  organizationId,
  reasons,
  mailboxId,
  aliasId,
  sender,
  limit,
  before,
}: ListHeld): Statement {
  const params: unknown[] = [Math.min(limit, maxListed)];
  const conditions = [`h.state = 'held'`];
  const add = (condition: string, value: unknown): void => {
    if (value !== undefined) conditions.push(`${condition} $${String(params.push(value))}`);
  };
  add('h.organization_id =', organizationId);
  add('h.id <', before);
  add('h.mailbox_id =', mailboxId);
  add('h.alias_id =', aliasId);
  if (reasons !== undefined) conditions.push(`h.reason = any ($${String(params.push(reasons))}::text[])`);
  if (sender !== undefined) conditions.push(writtenBy(`$${String(params.push(sender))}`));
  const text = `
select ${columns}
from (select h.* from deliveries h where ${conditions.join(' and ')} order by h.id desc limit $1) d
join messages m on m.id = d.message_id
order by d.id desc`;
  return { text, params };
}

/** What is not kept is not found either: what lies with the content is for delivering. */
function writtenBy(part: string): string {
  return `exists (select from messages s where s.id = h.message_id
    and (strpos(lower(s.mail_from), lower(${part})) > 0 or strpos(lower(s.header_from), lower(${part})) > 0))`;
}

/** See `Queue.listHeld`. */
export async function listHeld(db: Queryable, request: ListHeld): Promise<readonly HeldDelivery[]> {
  if (request.before !== undefined && !isUuid(request.before)) return [];
  return (await db.query<Row>(listHeldStatement(request))).map(toHeld);
}

const showText = `
select ${columns} from deliveries d join messages m on m.id = d.message_id
where d.id = $1 and ($2::uuid is null or d.organization_id = $2)`;

/** See `Queue.showHeld`. */
export async function showHeld(
  db: Queryable,
  deliveryId: string,
  organizationId?: string,
): Promise<ShowHeldResult> {
  if (!isUuid(deliveryId)) return { kind: 'not_found' };
  const [row] = await db.query<Row>({ text: showText, params: [deliveryId, organizationId ?? null] });
  if (row === undefined) return { kind: 'not_found' };
  if (row.state !== 'held') return { kind: 'not_held', state: row.state };
  return { kind: 'found', held: toHeld(row) };
}

function toHeld(row: Row): HeldDelivery {
  return {
    id: row.id,
    messageId: row.message_id,
    organizationId: row.organization_id,
    contentId: row.content_id,
    kind: row.kind,
    recipient: row.recipient,
    aliasId: row.alias_id ?? undefined,
    mailboxId: row.mailbox_id ?? undefined,
    destination: row.destination ?? undefined,
    reason: row.reason,
    expiresAt: row.expires_at,
    receivedAt: row.received_at,
    sizeBytes: row.size_bytes,
    mailFrom: row.sender?.mailFrom ?? row.mail_from,
    headerFrom: (row.sender ? row.sender.headerFrom : row.header_from) ?? undefined,
    subject: row.subject ?? undefined,
    authentication: row.authentication,
    ...(row.privacy_level !== null && { privacyLevel: row.privacy_level }),
  };
}
